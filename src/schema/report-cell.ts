import { z } from 'zod'
import { earlyStop } from './early-stop.ts'

/** The figures of a report: distributions, shares, and the cells that hold them. */

const ms = z.number().nonnegative()
const interval = z.tuple([z.number().nullable(), z.number().nullable()])

/**
 * Quantiles by nearest rank over the probes that have the metric. A quantile is null below the n that supports it
 * (n >= 1/(1-p)); an interval end is null where order statistics give none at 95 %.
 */
export const distribution = z.strictObject({
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
export const censored = z.strictObject({
  n: z.int().nonnegative(),
  p50: ms.nullable(),
  p90: ms.nullable(),
  p95: ms.nullable(),
  p99: ms.nullable(),
})

export const rate = z.strictObject({
  n: z.int().nonnegative(),
  value: z.number().min(0).max(1).nullable(),
  low: z.number().min(0).max(1).nullable(),
  high: z.number().min(0).max(1).nullable(),
})

export const examples = z
  .array(
    z.strictObject({
      outcome: z.string(),
      probeId: z.string(),
      status: z.int().nullable(),
      message: z.string(),
    }),
  )
  .describe("One failed probe of each class, in the relay's words.")

export const cell = z.strictObject({
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
  rankUndecided: z
    .strictObject({
      beside: z.string().describe('Id of the cell that the rank is shared with.'),
      needed: z
        .int()
        .positive()
        .nullable()
        .describe('About how many probes more of each would tell; null: not known.'),
    })
    .optional()
    .describe('Present where a rank is shared only because there are too few answers to tell.'),
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
  ttftFromDueMs: distribution
    .optional()
    .describe('First token − time of arrival, dialling included. Open loop only.'),
  e2eFromDueMs: distribution
    .optional()
    .describe('Last token (end, when not streaming) − time of arrival. Open loop only.'),
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
  examples,
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
