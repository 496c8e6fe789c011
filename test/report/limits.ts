import type { ReportObjective } from '../../src/schema/report.ts'

/** A limit of a report, on 95 % availability of one cell, changed as told. */
export const limit = (changes: Partial<ReportObjective> = {}): ReportObjective => ({
  cell: 'c1',
  relay: 'steady',
  line: null,
  model: 'gpt-5.6-sol',
  mode: 'stream',
  name: 'availability',
  limit: '>= 95%',
  severity: 'fail',
  verdict: 'no-breach',
  value: 0.99,
  low: 0.96,
  high: 0.998,
  unit: 'share',
  n: 400,
  past: 4,
  needed: null,
  reason: null,
  ...changes,
})

/** A limit on what audits found, changed as told. */
export const auditLimit = (changes: Partial<ReportObjective> = {}): ReportObjective =>
  limit({
    cell: null,
    mode: null,
    name: 'audit',
    limit: 'no_confirmed_difference',
    unit: 'count',
    value: 0,
    low: null,
    high: null,
    n: 1,
    past: 0,
    ...changes,
  })

const broken = { verdict: 'broken', value: 0.5, low: 0.4, high: 0.6, n: 100 } as const

/** One of each kind that a report can hold. */
export const everyKind: readonly ReportObjective[] = [
  limit(),
  limit({ ...broken, name: 'goodput', limit: '>= 90%' }),
  limit({ ...broken, name: 'error_rate', limit: '< 1%', severity: 'warn' }),
  limit({
    verdict: 'undecided',
    name: 'ttft_p95',
    limit: '< 2s',
    unit: 'ms',
    value: 1980,
    low: 1500,
    high: 2600,
    n: 60,
    needed: 240,
  }),
]
