import { z } from 'zod'
import type { Policy } from '../core/policy.ts'

/** What would have become of requests under a policy: `relaybench failover`. */

const n = z.int().nonnegative()
const bounded = z.strictObject({
  value: z.number().nullable(),
  low: z
    .number()
    .nullable()
    .describe('95 % prediction interval for a run of as many requests; null: nothing seen bounds it.'),
  high: z.number().nullable(),
})
const times = z.strictObject({ n, p50: bounded, p95: bounded, p99: bounded })
const counts = z.record(z.string(), z.int().positive())

const failoverResult = z.strictObject({
  requests: n,
  ok: n,
  availability: bounded.extend({ n }),
  designEffect: z
    .number()
    .min(1)
    .describe('So many requests in a row tell as much as one: outages have a length.'),
  predictedFor: z.int().positive().describe('Requests of the run that the intervals predict.'),
  firstMs: times.describe(
    'Until a caller has something: from its request, failed attempts and waits included.',
  ),
  totalMs: times,
  usdPer1000: bounded.nullable().describe('All attempts included; null: not all costs are known.'),
  attemptsPerRequest: z.number().nullable(),
  by: counts.describe('Requests by who answered them; "": nobody.'),
  cuts: counts.describe('Attempts that a time limit of the policy ended.'),
})

const chain = z.strictObject({ relays: z.array(z.string()).min(1), result: failoverResult })

const held = z.boolean().nullable()

export const failoverSchema = z.strictObject({
  schema: z.literal('relaybench.failover/1'),
  version: z.string(),
  startedAt: z.string(),
  vantage: z.string(),
  model: z.string(),
  mode: z.enum(['stream', 'whole']),
  policy: z.custom<Policy>().describe('Times in ms.'),
  rounds: n,
  medianSpacingMs: z
    .number()
    .nullable()
    .describe('Between rounds: a second attempt is answered by the next round.'),
  chain: chain.describe('Primary and backups.'),
  alone: z.array(chain).describe('Each of them alone, under the same policy.'),
  together: z
    .strictObject({ rounds: n, both: n, expected: z.number().nullable() })
    .nullable()
    .describe(
      'Rounds in which primary and first backup both failed, and how many would if they had nothing to do with each other.',
    ),
  flat30sCuts: z
    .strictObject({ answers: n, cut: n })
    .describe('Answers that a flat limit of 30 s would have cut.'),
  search: z
    .strictObject({
      tried: n,
      chosen: z.array(z.string()),
      trainRounds: n,
      heldOut: failoverResult.describe('The chosen chain on the rounds that it was not chosen by.'),
    })
    .nullable(),
  live: z
    .strictObject({
      result: failoverResult,
      held: z
        .strictObject({ availability: held, firstP50: held, firstP95: held, firstP99: held })
        .describe('Whether the live run came to what was predicted for as many requests as were rehearsed.'),
    })
    .optional()
    .describe('What really happened when requests were routed by the policy.'),
})

export type Failover = z.infer<typeof failoverSchema>
export type FailoverResult = z.infer<typeof failoverResult>
