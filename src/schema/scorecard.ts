import { z } from 'zod'

/** The scorecard: what a buyer asks of each relay, measured facts and declared ones apart. */

const share = z.number().min(0).max(1)
const n = z.int().nonnegative()
const usd = z.number().nonnegative()

const measuredValue = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  z.strictObject({ kind: z.literal('names'), names: z.array(z.string()).min(1) }),
  z.strictObject({ kind: z.literal('count'), count: n }),
  z.strictObject({ kind: z.literal('usd'), usd }),
  z.strictObject({ kind: z.literal('outcomes'), outcomes: z.record(z.string(), z.int().positive()) }),
  z.strictObject({
    kind: z.literal('time'),
    ms: z.number().nonnegative(),
    low: z.number().nonnegative().nullable(),
    high: z.number().nonnegative().nullable(),
    n: n.nullable(),
  }),
  z.strictObject({ kind: z.literal('share'), share, low: share, high: share, n }),
  z.strictObject({
    kind: z.literal('promise'),
    promised: share,
    verdict: z
      .enum(['broken', 'no-breach', 'undecided'])
      .describe('By the exact 95 % interval; one run never shows that a promise is kept.'),
    share,
    low: share,
    high: share,
    n,
    needed: z.int().positive().nullable().describe('About how many answers more, without a failure.'),
  }),
])

const measured = z.strictObject({
  id: z.enum([
    ...(['dns', 'tcp', 'tls', 'connect', 'address', 'http', 'tls-version', 'edge', 'ttft', 'e2e'] as const),
    ...(['availability', 'promise', 'failures', 'stopped'] as const),
    ...(['listed', 'works', 'dead', 'unlisted', 'absent', 'unknown', 'software', 'refused'] as const),
    ...(['price', 'spent'] as const),
  ]),
  of: z.string().nullable().describe('Model it is of; null: the relay.'),
  mode: z.enum(['stream', 'whole']).nullable(),
  value: measuredValue.nullable().describe('null: not measured.'),
  source: z.enum(['connections', 'probes', 'headers', 'listing', 'status-page', 'usage']),
})

const declaredValue = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string() }),
  z.strictObject({ kind: z.literal('flag'), flag: z.boolean() }),
  z.strictObject({
    kind: z.literal('price'),
    inputUsdPerMtok: usd,
    outputUsdPerMtok: usd,
    perRequestUsd: usd,
  }),
])

const declared = z.strictObject({
  id: z.enum([
    ...(['region', 'kind', 'sla', 'support', 'interest', 'channel'] as const),
    ...(['price', 'billing', 'payment', 'invoice', 'refund'] as const),
  ]),
  of: z.string().nullable().describe('Model it is of; null: the relay.'),
  state: z.enum(['declared', 'unknown', 'absent']).describe('unknown: the profile says that nobody knows.'),
  value: declaredValue.nullable(),
  source: z.string().nullable().describe('Where the author of the profile read it.'),
  asOf: z.string().nullable(),
})

export const scorecardSchema = z.strictObject({
  schema: z.literal('relaybench.scorecard/1'),
  version: z.string(),
  profileName: z.string(),
  vantage: z.string(),
  startedAt: z.string(),
  relays: z.array(
    z.strictObject({
      relay: z.string(),
      line: z.string().nullable(),
      criteria: z.array(
        z.strictObject({
          criterion: z.enum(['connection', 'reliability', 'models', 'cost']),
          measured: z.array(measured),
          declared: z.array(declared),
        }),
      ),
    }),
  ),
})

export type Scorecard = z.infer<typeof scorecardSchema>
export type RelayCard = Scorecard['relays'][number]
export type CardCriterion = RelayCard['criteria'][number]
export type MeasuredFact = z.infer<typeof measured>
export type MeasuredValue = z.infer<typeof measuredValue>
export type DeclaredFact = z.infer<typeof declared>
