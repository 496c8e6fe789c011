import { z } from 'zod'
import { earlyStop } from './early-stop.ts'
import { ownDelay } from './report-client.ts'

/** The report: everything that was concluded from a journal. `relaybench schema report` publishes this schema. */

const ms = z.number().nonnegative()
const text = z.strictObject({ en: z.string(), zh: z.string() })
const interval = z.tuple([z.number().nullable(), z.number().nullable()])

/**
 * Quantiles by nearest rank over the probes that have the metric. A quantile is null below the n that supports it
 * (n >= 1/(1-p)); an interval end is null where order statistics give none at 95 %.
 */
const distribution = z.strictObject({
  n: z.int().nonnegative().describe('Values behind these quantiles.'),
  p50: ms.nullable(),
  p90: ms.nullable(),
  p95: ms.nullable(),
  p99: ms.nullable(),
  min: ms.nullable(),
  max: ms.nullable(),
  intervals: z
    .strictObject({ p50: interval, p90: interval, p95: interval, p99: interval })
    .describe('95 % intervals of the quantiles by order statistics.'),
  histogram: z
    .string()
    .nullable()
    .describe('Packed HDR histogram V2, deflated, base64; unit µs, so reports merge exactly.'),
})

/** A distribution with what we ourselves may have added to it. */
const distributionOfTtft = distribution.extend({
  clientP99Ms: ms
    .nullable()
    .describe("The client's own delay that 99 of 100 probes do not exceed; null: not known."),
})

/** As `distribution`, with every countable failure placed at +infinity: a quantile that falls among failures is null. */
const censored = z.strictObject({
  n: z.int().nonnegative(),
  p50: ms.nullable(),
  p90: ms.nullable(),
  p95: ms.nullable(),
  p99: ms.nullable(),
})

const rate = z.strictObject({
  n: z.int().nonnegative(),
  value: z.number().min(0).max(1).nullable(),
  low: z.number().min(0).max(1).nullable(),
  high: z.number().min(0).max(1).nullable(),
})

const cell = z.strictObject({
  id: z.string(),
  relay: z.string(),
  line: z.string().nullable(),
  model: z.string(),
  modelId: z.string().nullable().describe('Name that was sent.'),
  protocol: z.string(),
  mode: z.enum(['stream', 'whole']),
  rank: z
    .int()
    .positive()
    .nullable()
    .describe(
      'Within its model and mode; null when there is too little evidence or the cell is client-limited.',
    ),
  sent: z
    .int()
    .nonnegative()
    .describe('Counted probes that came to an end; warm-up and replaced attempts are not among them.'),
  ok: z.int().nonnegative(),
  availability: rate.describe(
    'Answered / probes, our own failures left out, rate limits counted as failures. Wilson 95 %.',
  ),
  availabilityWithout429: rate.describe('The same with rate-limited probes left out.'),
  ttftMs: distributionOfTtft.describe('First token − sent, on a warm connection. Streams only.'),
  ttftColdMs: distributionOfTtft.describe(
    'First token − started, on a connection that had to be dialled. Streams only.',
  ),
  ttfoMs: distributionOfTtft.describe('First visible token (not reasoning) − sent, warm. Streams only.'),
  e2eMs: distribution.describe('Last token − sent for streams, end − sent otherwise.'),
  tpotMs: distribution.describe('(last − first token) / (output tokens − tokens of the first read).'),
  connectMs: distribution.describe('DNS + TCP + TLS, where a probe or a listing had to dial.'),
  ttftAllMs: censored,
  e2eAllMs: censored,
  outputTokensPerSecond: z
    .strictObject({ n: z.int().nonnegative(), p50: z.number().nullable() })
    .describe('1 / TPOT.'),
  iclMs: z
    .strictObject({ n: z.int().nonnegative(), p50: ms.nullable(), p99: ms.nullable(), max: ms.nullable() })
    .describe('Gaps between socket reads that carried tokens.'),
  outcomes: z.record(z.string(), z.int().positive()).describe('Counted probes by outcome class.'),
  tokens: z
    .strictObject({
      input: z.int().nonnegative(),
      output: z.int().nonnegative(),
      reasoning: z.int().nonnegative(),
      withUsage: z.int().nonnegative(),
    })
    .describe('Sums of what the relay reported, and how many answers reported it.'),
  adjustments: z.array(z.string()).describe('Request fields this relay refused.'),
  examples: z
    .array(
      z.strictObject({
        outcome: z.string(),
        probeId: z.string(),
        status: z.int().nullable(),
        message: z.string(),
      }),
    )
    .describe("One failed probe of each class, in the relay's words."),
  clientLimited: z
    .boolean()
    .describe("The client's own p99 delay is above 10 % of the p50 that the cell is ranked by: no verdict."),
  complete: z
    .boolean()
    .describe('Whether every planned probe of the cell came to an end, or a stop rule ended it.'),
  stoppedBy: earlyStop.nullable().describe('What ended the cell, in runs with `until` or `drop_losers`.'),
  anytime: z
    .boolean()
    .describe(
      'The number of probes was not fixed beforehand: all intervals of the cell hold at any stopping time.',
    ),
})

const availabilityStates = ['works', 'listed-but-dead', 'unlisted-but-works', 'absent', 'unknown'] as const

const model = z.strictObject({
  relay: z.string(),
  model: z.string(),
  modelId: z.string().nullable(),
  resolvedBy: z.enum(['declared', 'listed', 'matched', 'assumed']).nullable(),
  state: z.enum(availabilityStates),
  listed: z.boolean().nullable().describe('null: no listing could be read.'),
  ok: z.int().nonnegative(),
  sent: z.int().nonnegative(),
  evidence: z.string().nullable().describe('Id of the probe that shows it, or null.'),
  near: z.array(z.string()).describe('Listed names that look like the wanted one.'),
})

const relay = z.strictObject({
  relay: z.string(),
  line: z.string().nullable(),
  origin: z.string().nullable(),
  reference: z.boolean(),
  skipped: z
    .union([
      z.strictObject({ reason: z.literal('no-key'), env: z.string() }),
      z.strictObject({ reason: z.literal('not-allowed') }),
    ])
    .nullable(),
  stopped: z.strictObject({ outcome: z.string(), probeId: z.string() }).nullable(),
  listing: z
    .strictObject({
      outcome: z.string(),
      models: z.int().nonnegative().nullable(),
      keyed: z.boolean(),
      message: z.string().nullable(),
    })
    .nullable(),
  protocols: z
    .array(z.strictObject({ protocol: z.string(), outcome: z.string() }))
    .nullable()
    .describe('What it answered to one request in each protocol, where the profile says auto.'),
  network: z.strictObject({
    dnsMs: ms.nullable(),
    tcpMs: ms.nullable(),
    tlsMs: ms.nullable(),
    remoteAddress: z.string().nullable(),
    alpn: z.string().nullable(),
    tlsVersion: z.string().nullable(),
    edge: z.string().nullable().describe('CDN or edge node, from response headers.'),
  }),
  software: z.string().nullable().describe("From the relay's own keyless status page."),
  facts: z.record(z.string(), z.unknown()).describe('Declared in the profile, not measured.'),
})

const objective = z.strictObject({
  cell: z.string(),
  relay: z.string(),
  line: z.string().nullable(),
  model: z.string(),
  mode: z.enum(['stream', 'whole']),
  name: z.string(),
  limit: z.string().describe('As written in the profile.'),
  verdict: z
    .enum(['no-breach', 'broken', 'undecided'])
    .describe('By the whole 95 % interval; one run never shows more than that no breach was seen.'),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  unit: z.enum(['share', 'ms']),
  n: z.int().nonnegative(),
  needed: z.int().positive().nullable().describe('About how many probes more would decide it.'),
  reason: z.enum(['client-limited']).nullable().describe('Why it is not judged, whatever the interval.'),
})

const usd = z.number().nonnegative()

const spend = z.strictObject({
  capUsd: usd,
  capSource: z.enum(['declared', 'default']),
  spentUsd: usd.describe('Of all sessions, at most: by usage, or what was set aside where there is none.'),
  unconfirmedUsd: usd.describe('Part of it that killed sessions may have spent: no observation tells of it.'),
  capped: z.boolean().describe('Whether the cap ended the run.'),
  refused: z
    .int()
    .nonnegative()
    .nullable()
    .describe('Counted probes that were not sent because of the cap; null when the run was bounded by time.'),
  models: z.array(
    z.strictObject({
      relay: z.string(),
      model: z.string(),
      priceSource: z.enum(['declared', 'default', 'simulated']),
      inputUsdPerMtok: usd,
      outputUsdPerMtok: usd,
      perRequestUsd: usd,
      spentUsd: usd,
      refused: z.int().nonnegative().nullable(),
    }),
  ),
})

export const reportSchema = z.strictObject({
  schema: z.literal('relaybench.report/1'),
  version: z.string(),
  startedAt: z.string(),
  vantage: z.string(),
  state: z.enum(['finished', 'interrupted', 'disk-full', 'budget', 'running']),
  notices: z.array(z.strictObject({ code: z.string(), message: text })),
  cells: z.array(cell),
  objectives: z.array(objective).describe('Limits of the profile, judged in every cell.'),
  models: z.array(model),
  relays: z.array(relay),
  client: z.strictObject({
    lagMs: distribution.describe('Sent − due: delay of ours before a request left.'),
    loopDelayMs: z.strictObject({ p50: ms, p99: ms, max: ms }).nullable(),
    loopUtilization: z.number().nullable(),
    limited: z
      .boolean()
      .describe('The client was too busy for its numbers to be believed to the millisecond.'),
    ...ownDelay,
  }),
  totals: z.strictObject({
    sent: z.int().nonnegative(),
    ok: z.int().nonnegative(),
    planned: z.int().nonnegative().nullable(),
    inputTokens: z.int().nonnegative(),
    outputTokens: z.int().nonnegative(),
    elapsedMs: ms.nullable(),
  }),
  spend: spend.nullable().describe('What it cost at the prices of the profile; null: no budget was kept.'),
  plan: z.unknown().describe('The plan as it was made.'),
  profile: z.unknown().describe('The profile as loaded, keys replaced.'),
  profileName: z.string(),
})

export type Report = z.infer<typeof reportSchema>
export type ReportCell = Report['cells'][number]
export type ReportObjective = Report['objectives'][number]
export type ReportModel = Report['models'][number]
export type ReportSpend = z.infer<typeof spend>
export type ReportRelay = Report['relays'][number]
export type Distribution = z.infer<typeof distribution>
export type Rate = z.infer<typeof rate>
export type CensoredQuantiles = z.infer<typeof censored>
export type AvailabilityState = (typeof availabilityStates)[number]
