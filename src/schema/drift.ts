import { z } from 'zod'

/** What `relaybench drift` concludes from the audits of many nights. `relaybench schema drift` publishes this schema. */

const time = z.string().describe('As in the run: ISO 8601.')
const n = z.int().nonnegative()

const change = z.strictObject({
  from: time.describe('The likeliest first night of the new kind.'),
  earliest: time.describe('The first and the last night that it may have been, at 95 %.'),
  latest: time,
  seen: time.describe('The night with which there was evidence enough.'),
  p: z.number().describe('1 / the most that a bet of 1 against "nothing changes" became; any-time valid.'),
  nights: n.describe('Nights since the change before, or since the first, up to this one was seen.'),
  answers: n,
})

const relay = z.strictObject({
  relay: z.string(),
  line: z.string().nullable(),
  model: z.string(),
  reference: z.boolean(),
  nights: n,
  answers: n,
  verdict: z.enum(['changed', 'no-change', 'undecided']),
  changes: z.array(change),
  p: z.number().describe('Of the time since the last change.'),
})

export const driftSchema = z.strictObject({
  schema: z.literal('relaybench.drift/1'),
  version: z.string(),
  alpha: z.number().describe('Chance of a false change, of each relay and model, since its last one.'),
  runs: n,
  first: time,
  last: time,
  relays: z.array(relay),
  skipped: z.array(
    z.strictObject({ path: z.string(), reason: z.enum(['no-audit', 'other-questions', 'unreadable']) }),
  ),
})

export type Drift = z.infer<typeof driftSchema>
export type DriftRelay = Drift['relays'][number]
