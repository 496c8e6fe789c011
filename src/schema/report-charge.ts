import { z } from 'zod'

/** What relays were found to charge. */

export const bounded = z
  .strictObject({ value: z.number(), low: z.number(), high: z.number() })
  .describe('Ends are bounds: what the smallest step of the balance leaves open.')

const chargeReasons = [
  'no-balance',
  'no-unit',
  'moving',
  'not-charged',
  'late',
  'too-coarse',
  'irregular',
  'no-usage',
  'no-answers',
  'unfinished',
] as const

export const chargeParts = ['input', 'cached', 'output', 'request'] as const

const part = z.strictObject({
  part: z.enum(chargeParts),
  usd: bounded.nullable().describe('Per million tokens, or per request; null: not told apart, or not used.'),
  officialUsd: z.number().nullable().describe('The same at list price.'),
})

const charge = z.strictObject({
  relay: z.string(),
  line: z.string().nullable(),
  model: z.string(),
  reason: z.enum(chargeReasons).nullable().describe('Why nothing is concluded; null: something is.'),
  why: z.string().nullable().describe('What the relay said to it, if that is the reason.'),
  source: z.string().nullable().describe('How the balance was read.'),
  stepUsd: z.number().nullable().describe('Smallest difference that it shows.'),
  requests: z.int().nonnegative().describe('Answered, and counted in what follows.'),
  failed: z.int().nonnegative().describe('Not answered, though they should have been.'),
  inputTokens: z.int().nonnegative().describe('As reported, cached ones included.'),
  cachedTokens: z.int().nonnegative(),
  outputTokens: z.int().nonnegative(),
  chargedUsd: bounded.nullable(),
  officialUsd: z.number().nullable().describe('The same tokens at list price.'),
  official: z
    .strictObject({ model: z.string(), source: z.string(), asOf: z.string() })
    .nullable()
    .describe('Where that list price comes from.'),
  claimedUsd: z.number().nullable().describe('The same at the price that the relay, or the profile, states.'),
  claimedBy: z.enum(['profile', 'page']).nullable(),
  multiplier: bounded.nullable().describe('Charged by official: 1 is list price.'),
  bookkeeping: bounded.nullable().describe('Charged by claimed: 1 is what was stated.'),
  cnyPerOfficialUsd: bounded.nullable().describe('What a dollar of list price costs in the end.'),
  parts: z.array(part),
  refused: z
    .strictObject({ requests: z.int(), usd: bounded })
    .nullable()
    .describe('What was taken for requests that were refused.'),
  lagMs: z.number().nullable().describe('Longest time from the last request of a batch to its charge.'),
  timesNeeded: z
    .int()
    .nullable()
    .describe('Where the balance is too coarse: so many times the requests would do (`--times`).'),
})

export const chargeSection = z.array(charge)

export type ReportCharge = z.infer<typeof charge>
export type ChargeReason = (typeof chargeReasons)[number]
export type Bounded = z.infer<typeof bounded>
