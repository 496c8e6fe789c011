import { z } from 'zod'
import { depths } from '../core/plan.ts'
import { examples } from './report-cell.ts'

/** What audits found: whether a relay delivers the model, the tokens and the stream that it sells. */

const text = z.strictObject({ en: z.string(), zh: z.string() })

const effect = z.strictObject({
  name: text.describe('What is measured.'),
  unit: z.enum(['share', 'ratio', 'tokens', 'ms', 'count']),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

const auditVerdicts = ['consistent', 'differs', 'inconclusive', 'not-applicable'] as const

const finding = z.strictObject({
  audit: z.string(),
  code: z.string(),
  relay: z.string(),
  line: z.string().nullable(),
  model: z.string(),
  kind: z
    .enum(['test', 'hint', 'fact', 'not-applicable'])
    .describe(
      'test: has a known rate of false alarms. hint: worth a look, no evidence. fact: shown, never held against anybody.',
    ),
  verdict: z.enum(auditVerdicts).nullable().describe('null of facts.'),
  p: z.number().nullable().describe('Of a test, alone.'),
  pAdjusted: z.number().nullable().describe('Of a test, corrected for all tests of the run (Holm).'),
  effect: effect.nullable(),
  n: z.int().nonnegative(),
  invalid: z
    .int()
    .nonnegative()
    .describe('Asked without a usable answer: never evidence of anything but that.'),
  power: z
    .strictObject({ share: z.number(), against: text })
    .nullable()
    .describe(
      'Chance that such a difference would have been found with so many answers, on simulated relays.',
    ),
  evidence: z.array(z.string()).describe('Ids of a few probes that show it.'),
  sentence: text,
})

const asked = z.strictObject({
  audit: z.string(),
  title: text,
  requests: z.int().nonnegative().describe('Of all relays, references included.'),
  inputTokens: z.int().nonnegative().describe('As reported.'),
  outputTokens: z.int().nonnegative(),
  usd: z.number().nonnegative().describe('As the budget counts it.'),
})

const answered = z.strictObject({
  relay: z.string(),
  line: z.string().nullable(),
  model: z.string(),
  reference: z.boolean(),
  sent: z.int().nonnegative().describe('Questions that came to an end.'),
  ok: z.int().nonnegative(),
  outcomes: z.record(z.string(), z.int().positive()),
  examples,
})

export const auditSection = z.strictObject({
  depth: z.enum(depths),
  alpha: z.number().describe('Chance that an honest relay is found to differ anywhere in this run, at most.'),
  references: z.array(z.string()).describe('Relays that the others are compared with.'),
  asked: z.array(asked),
  answered: z.array(answered).describe('What became of the questions at each relay, references included.'),
  findings: z.array(finding),
  unjudged: z
    .array(z.string())
    .describe(
      'Audits whose questions this version does not know any more: judge them with the version that asked.',
    ),
})

export type ReportAudit = z.infer<typeof auditSection>
export type ReportFinding = ReportAudit['findings'][number]
export type AuditVerdict = (typeof auditVerdicts)[number]
export type Effect = z.infer<typeof effect>
