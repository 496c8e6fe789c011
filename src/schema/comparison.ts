import { z } from 'zod'

/** What `relaybench compare` concludes from two or more reports. `relaybench schema comparison` publishes this schema. */

const share = z.number().min(0).max(1)

const figure = z.strictObject({
  n: z.int().nonnegative().describe('Probes (in the paired design: pairs) behind it.'),
  value: z
    .number()
    .nullable()
    .describe(
      'Share answered, or median in ms with failures at +infinity; null: none, or among the failures.',
    ),
})

const question = z.strictObject({
  metric: z.enum(['availability', 'ttft', 'e2e', 'tpot']),
  unit: z
    .enum(['difference', 'ratio'])
    .describe('Of the estimate: candidate − baseline as a share, or candidate / baseline.'),
  baseline: figure,
  candidate: figure,
  estimate: z.number().nullable().describe('null: nothing, or without a finite value.'),
  low: z.number().nullable().describe('95 % interval of this question alone; null: an open end.'),
  high: z.number().nullable(),
  pValue: share.nullable().describe('Two-sided; null where nothing is judged.'),
  adjustedP: share.nullable().describe('After Holm, over all questions of this comparison.'),
  verdict: z.enum(['worse', 'better', 'no-difference-shown', 'not-comparable']),
  reason: z.enum(['client-limited', 'no-values']).nullable().describe('Why it is not comparable.'),
  detectable: z
    .number()
    .nonnegative()
    .nullable()
    .describe(
      'Smallest worsening that would be shown 8 times in 10 at this n; null: none would, or not judged.',
    ),
  regression: z.boolean().describe('Worse, and for times by more than the tolerance.'),
})

const cell = z.strictObject({
  side: z.int().positive().describe('Which of `sides` is compared with the first.'),
  baselineRelay: z.string(),
  relay: z.string(),
  line: z.string().nullable(),
  model: z.string(),
  protocol: z.string(),
  mode: z.enum(['stream', 'whole']),
  questions: z.array(question),
})

export const comparisonSchema = z.strictObject({
  schema: z.literal('relaybench.comparison/1'),
  version: z.string(),
  design: z
    .enum(['paired', 'independent'])
    .describe('paired: relays of one run, round by round. independent: all probes of each side.'),
  matchedBy: z.enum(['relay', 'model']),
  alpha: z.number().describe('Chance of any false "worse" or "better" in the whole comparison, at most.'),
  tolerance: z
    .number()
    .nonnegative()
    .describe('Share by which a time may be worse without being a regression.'),
  sides: z
    .array(
      z.strictObject({
        label: z.string(),
        runs: z.int().positive(),
        startedAt: z.array(z.string()),
        profileName: z.string(),
        vantage: z.string(),
      }),
    )
    .describe('The first is the baseline.'),
  notices: z.array(
    z.strictObject({ code: z.string(), message: z.strictObject({ en: z.string(), zh: z.string() }) }),
  ),
  judged: z.int().nonnegative().describe('Questions that the correction counts.'),
  cells: z.array(cell),
})

export type Comparison = z.infer<typeof comparisonSchema>
export type ComparisonCell = Comparison['cells'][number]
export type ComparisonQuestion = ComparisonCell['questions'][number]

export type TimeMetric = Exclude<ComparisonQuestion['metric'], 'availability'>
