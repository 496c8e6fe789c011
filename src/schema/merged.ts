import { z } from 'zod'
import { skipReasons } from './nightly.ts'
import { distribution, rate } from './report-cell.ts'

/** Reports of several machines, vantage points or times as one: `relaybench merge`. */

const n = z.int().nonnegative()
const place = { relay: z.string(), line: z.string().nullable() }
const outcomes = z.record(z.string(), z.int().positive())

const row = z.strictObject({
  vantage: z.string().nullable().describe('null: all vantage points together, where there are several.'),
  ...place,
  model: z.string(),
  protocol: z.string(),
  mode: z.enum(['stream', 'whole']),
  reports: z.int().positive(),
  sent: n,
  ok: n,
  availability: rate.describe('Wilson 95 %, of all probes together.'),
  ttftMs: distribution.describe('From the merged histogram: within 0.1 %. Warm, streams only.'),
  ttftColdMs: distribution,
  e2eMs: distribution,
  connectMs: distribution.describe('Of the line, once for each report.'),
  outcomes,
  clientLimited: n.describe('Reports in which the client was the bottleneck of this cell.'),
})

const path = z.strictObject({
  vantage: z.string(),
  ...place,
  addresses: z.array(z.string()).describe('That answered, and that names were resolved to.'),
  edges: z.array(z.string()),
  certificates: z.array(z.string()).describe('Issuer and last day.'),
})

export const mergedSchema = z.strictObject({
  schema: z.literal('relaybench.merged/1'),
  version: z.string(),
  reports: z.int().positive(),
  first: z.string(),
  last: z.string(),
  vantages: z.array(z.strictObject({ vantage: z.string(), reports: z.int().positive(), sent: n })),
  workloads: z.array(z.string()).describe('More than one only where mixing them was asked for.'),
  anytime: z
    .boolean()
    .describe('Some runs ended by what they showed: no interval of fixed n holds, and none is given.'),
  rows: z.array(row),
  paths: z.array(path),
  duplicates: z.array(z.strictObject({ path: z.string(), sameAs: z.string() })),
  skipped: z.array(
    z.strictObject({ path: z.string(), reason: z.enum(skipReasons), sameAs: z.string().optional() }),
  ),
})

export type Merged = z.infer<typeof mergedSchema>
export type MergedRow = Merged['rows'][number]
export type MergedPath = Merged['paths'][number]
