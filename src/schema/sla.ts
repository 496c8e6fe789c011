import { z } from 'zod'
import { skipReasons } from './nightly.ts'

/** What `relaybench sla` concludes from many nightly reports. `relaybench schema sla` publishes this schema. */

const share = z.number().min(0).max(1)
const n = z.int().nonnegative()
const ms = z.number().nonnegative()
const time = z.string().describe('As in the report: ISO 8601.')

const rate = z
  .strictObject({ n, value: share.nullable(), low: share.nullable(), high: share.nullable() })
  .describe('With the exact (Clopper-Pearson) 95 % interval.')

const slaWindow = z.strictObject({
  hours: z.int().positive().nullable().describe('null: all reports.'),
  nights: n,
  availability: rate.describe('Rate limits (429) counted as failures.'),
  availabilityWithout429: rate.describe('Rate-limited probes left out.'),
  burn: z
    .strictObject({
      allowed: z.number().nonnegative().describe('Failures that the promise allows of these probes.'),
      failed: n,
      rate: z
        .number()
        .nonnegative()
        .nullable()
        .describe(
          'Failed / allowed: 1 uses up exactly the budget; null: no failure is allowed, and some were.',
        ),
    })
    .nullable()
    .describe('null: nothing was promised, or nothing measured.'),
})

const promise = z.strictObject({
  promised: share,
  source: z.enum(['flag', 'facts', 'profile']),
  verdict: z.enum(['met', 'broken', 'undecided']),
  since: time.nullable().describe('Start of the night with which it was decided.'),
  nights: n.describe('Nights that were judged.'),
  needed: z
    .int()
    .positive()
    .nullable()
    .describe(
      'Nights more that would decide it, if they go as those before; null: decided, or more than ten years.',
    ),
})

const change = z.strictObject({
  from: time.describe('The first night of the new kind.'),
  day: z.string().describe('The same, in local time.'),
  seen: time.describe('The night with which there was evidence enough.'),
  beforeMs: ms.nullable().describe('Median of the nights before, since the last change; null: they failed.'),
  afterMs: ms.nullable(),
  ratio: z.number().nullable().describe('After / before, by Hodges and Lehmann; null: failures outweigh.'),
  low: z.number().nullable(),
  high: z.number().nullable(),
  nightsBefore: n,
  nightsAfter: n,
})

const latency = z.strictObject({
  metric: z.enum(['ttft', 'e2e']),
  mode: z.enum(['stream', 'whole']),
  protocol: z.string(),
  nights: n,
  firstMs: ms.nullable().describe('Median of the nightly medians up to the first change.'),
  lastMs: ms.nullable().describe('The same since the last change.'),
  changes: z.array(change),
})

const hours = z.strictObject({
  nights: n,
  availability: rate,
  ttftMs: z.strictObject({
    n,
    p50: ms.nullable().describe('Median of the nightly TTFT p50; failures at +infinity, then null.'),
    low: ms.nullable(),
    high: ms.nullable(),
  }),
})

const model = z.strictObject({
  model: z.string(),
  firstDay: z.string(),
  windows: z.array(slaWindow),
  promise: promise.nullable(),
  latency: z.array(latency),
  peak: hours.describe('Runs begun from 20:00 to 22:59 local time.'),
  offPeak: hours,
})

const listing = z.strictObject({
  model: z.string(),
  state: z.string().describe('As last known.'),
  since: time.describe('The first report of the state that it is in now.'),
  days: z.number().nonnegative().describe('Days since then.'),
  firstSeen: time.nullable().describe('The first report in which it was listed or answered.'),
  daysSinceFirstSeen: z.number().nonnegative().nullable(),
  change: z.enum(['stayed', 'appeared', 'vanished', 'dead', 'never']),
})

const incident = z.strictObject({
  outcome: z.string().describe('The most frequent outcome class of its failed probes.'),
  models: z.array(z.string()),
  nights: z.int().positive(),
  failed: n,
  probes: n,
  after: time.nullable().describe('The last good report before it: it began between this and `first`.'),
  first: time,
  last: time,
  before: time
    .nullable()
    .describe('The first good report after it: it ended between `last` and this; null: it goes on.'),
  leastHours: z.number().nonnegative(),
  mostHours: z.number().nonnegative().nullable(),
})

const relay = z.strictObject({
  relay: z.string(),
  line: z.string().nullable(),
  models: z.array(model),
  incidents: z.array(incident),
  mttr: z
    .strictObject({ n, leastHours: z.number().nullable(), mostHours: z.number().nullable() })
    .describe('Mean time to repair, of incidents that ended: between these two.'),
  mtbf: z
    .strictObject({ n, hours: z.number().nullable() })
    .describe('Mean time between failures: time watched outside incidents / incidents.'),
  listing: z.array(listing),
  calendar: z.array(z.strictObject({ day: z.string(), nights: n, probes: n, failed: n })),
})

export const slaSchema = z.strictObject({
  schema: z.literal('relaybench.sla/1'),
  version: z.string(),
  at: time.describe('The end of all windows: the last report, or --at.'),
  zone: z.string(),
  reports: n,
  first: time,
  last: time,
  vantages: z.array(z.string()),
  later: n.describe('Reports after `at`, left out.'),
  alpha: z.strictObject({
    promise: share.describe(
      'Chance of ever giving a false "broken", and of a false "met", per relay and model.',
    ),
    change: share.describe('Chance of ever naming a change where there is none, per latency.'),
  }),
  relays: z.array(relay),
  skipped: z.array(
    z.strictObject({ path: z.string(), reason: z.enum(skipReasons), sameAs: z.string().optional() }),
  ),
})

export type Sla = z.infer<typeof slaSchema>
export type SlaRelay = Sla['relays'][number]
export type SlaModel = SlaRelay['models'][number]
export type SlaWindow = SlaModel['windows'][number]
export type SlaPromise = NonNullable<SlaModel['promise']>
export type SlaLatency = SlaModel['latency'][number]
export type SlaChange = SlaLatency['changes'][number]
export type SlaHours = SlaModel['peak']
export type SlaIncident = SlaRelay['incidents'][number]
export type SlaListing = SlaRelay['listing'][number]
export type SlaDay = SlaRelay['calendar'][number]
