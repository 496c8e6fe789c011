import { z } from 'zod'
import { priceOrigins } from '../core/budget.ts'
import { auditSection } from './report-audit.ts'
import { cell, type censored, distribution, type rate } from './report-cell.ts'
import { chargeSection } from './report-charge.ts'
import { ownDelay } from './report-client.ts'
import { ladderOf, loadOf } from './report-load.ts'
import { projectionSection } from './report-projection.ts'
import { paretoGroup, score } from './report-standing.ts'
import { timelineSection } from './report-timeline.ts'

/** The report: everything that was concluded from a journal. `relaybench schema report` publishes this schema. */

const ms = z.number().nonnegative()
const text = z.strictObject({ en: z.string(), zh: z.string() })
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
    addresses: z
      .array(
        z.strictObject({
          address: z.string(),
          family: z.union([z.literal(4), z.literal(6)]),
          tcpMs: ms.nullable(),
          tlsMs: ms.nullable(),
          failure: z.string().nullable(),
        }),
      )
      .optional()
      .describe(
        'All that its name was resolved to before the first probe; the first four were connected to.',
      ),
    certificate: z
      .strictObject({ issuer: z.string(), subject: z.string(), validFrom: z.string(), validTo: z.string() })
      .nullable()
      .optional(),
  }),
  software: z.string().nullable().describe("From the relay's own keyless status page."),
  facts: z.record(z.string(), z.unknown()).describe('Declared in the profile, not measured.'),
})

const objective = z.strictObject({
  cell: z.string().nullable().describe('Id of the cell; null: the limit is on the whole relay.'),
  relay: z.string(),
  line: z.string().nullable(),
  model: z.string().nullable(),
  mode: z.enum(['stream', 'whole']).nullable(),
  name: z.string(),
  limit: z.string().describe('As written in the profile.'),
  severity: z.enum(['fail', 'warn']).describe('warn: shown, but never a reason for an exit code.'),
  verdict: z
    .enum(['no-breach', 'broken', 'undecided'])
    .describe('One run never shows more than that no breach was seen.'),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  unit: z
    .enum(['share', 'ms', 'tokens/s', 'count'])
    .describe('count: findings that confirm a difference, of the n that could have; of audit.'),
  n: z.int().nonnegative(),
  past: z
    .int()
    .nonnegative()
    .nullable()
    .describe('How many of the n lay on the wrong side of the limit; failures do. Null: not counted.'),
  missing: z.array(z.string()).optional().describe('Wanted models that do not work, of models_available.'),
  findings: z.array(z.string()).optional().describe('Codes of the findings that make the verdict, of audit.'),
  needed: z.int().positive().nullable().describe('About how many probes more would decide it.'),
  reason: z
    .enum(['client-limited', 'failures', 'nothing-judged'])
    .nullable()
    .describe(
      'Why it is not judged, whatever the interval; failures: the quantile falls among them; nothing-judged: no audit could be.',
    ),
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
      priceSource: z.enum(priceOrigins),
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
  pareto: z
    .array(paretoGroup)
    .optional()
    .describe('Price, speed and availability together, where at least two prices are declared.'),
  scores: z.array(score).optional().describe('Weighted scores, where the profile gives weights.'),
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
  load: z.array(loadOf(distribution)).describe('What was asked of each relay, and how fast.'),
  ladder: z
    .array(ladderOf(distribution))
    .describe('What each cell bore under rising concurrency. Its cells hold the first step alone.'),
  charges: chargeSection
    .optional()
    .describe('What relays were found to charge, by `relaybench cost`. Such a run has no cells.'),
  projection: projectionSection.optional().describe('What a month costs, where the profile states traffic.'),
  audit: auditSection
    .optional()
    .describe('What audits found. Such a run has no cells: its questions are too unlike each other.'),
  timeline: timelineSection
    .optional()
    .describe('When probes were sent and what became of them. Absent where there are no cells.'),
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
export type ReportLadder = Report['ladder'][number]
export type ReportLoad = Report['load'][number]
export type Distribution = z.infer<typeof distribution>
export type Rate = z.infer<typeof rate>
export type CensoredQuantiles = z.infer<typeof censored>
export type AvailabilityState = (typeof availabilityStates)[number]
