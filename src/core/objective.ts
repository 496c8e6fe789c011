/** What one probe can be held against, and in which unit. */
const perProbe = ['ttft', 'ttfo', 'e2e', 'tpot'] as const
export type LatencyMetric = (typeof perProbe)[number]
const latencyLevels = ['p50', 'p90', 'p95', 'p99'] as const
const rateLevels = ['p50', 'p10', 'p5'] as const

/** Most that each metric of one probe may be, in ms. */
export type Thresholds = Readonly<Partial<Record<LatencyMetric, number>>>

/** What a limit is on. Quantile levels of latencies are those that reports have intervals for. */
export type Measure =
  | { readonly kind: 'availability' }
  /** Share of probes that failed, or that ended in one outcome class. */
  | { readonly kind: 'error-rate'; readonly outcome?: string }
  | {
      readonly kind: 'latency'
      readonly metric: LatencyMetric
      readonly level: (typeof latencyLevels)[number]
    }
  /** Output rate of one answer; low levels, since slow answers are the bad ones. */
  | { readonly kind: 'rate'; readonly level: (typeof rateLevels)[number] }
  /** How many of the wanted models work, of one relay: a share of them, or a number. */
  | { readonly kind: 'models'; readonly unit: 'share' | 'count' }
  /** Share of probes that were answered and kept every threshold; null: those of the latency limits beside it. */
  | { readonly kind: 'goodput'; readonly thresholds: Thresholds | null }
  /** What audits found; of runs that ask them alone. */
  | { readonly kind: 'audit' }

/** Which limits make an exit code. */
export const failOnChoices = ['broken', 'undecided', 'never'] as const
export type FailOn = (typeof failOnChoices)[number]

type Severity = 'fail' | 'warn'

/** The one thing that can be wanted of audits. */
const noConfirmedDifference = 'no_confirmed_difference'

/** One limit of a profile's `slo`: `ttft_p95: "< 2s"`. Limits are shares (0…1), ms, tokens/s or a number. */
export interface Objective {
  readonly name: string
  readonly measure: Measure
  /** Whether the measured value must stay below the limit or above it. */
  readonly side: 'below' | 'above'
  readonly limit: number
  /** As written. */
  readonly text: string
  readonly severity: Severity
}

/** What is wrong with a limit as written. */
export type ObjectiveProblem =
  | 'unknown-measure'
  | 'bad-limit'
  | 'bad-audit-limit'
  | 'wrong-unit'
  | 'wrong-side'
  | 'only-goodput'

/** Names that a limit may have, for messages. */
export const objectiveNames: readonly string[] = [
  'availability',
  'error_rate',
  ...perProbe.flatMap((metric) => latencyLevels.map((level) => `${metric}_${level}`)),
  ...rateLevels.map((level) => `tokens_per_second_${level}`),
  'models_available',
  'goodput',
  'audit',
]

/** The longer form of a limit, as a profile may write it; checked against the schema elsewhere. */
type Stated = Readonly<Record<string, unknown>>

const asStated = (value: unknown): Stated | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined

/** Reads one limit: its text, or a mapping with `limit` (`share`, of goodput) and perhaps `severity` and thresholds. */
export function parseObjective(name: string, stated: unknown): Objective | ObjectiveProblem {
  const named = parseMeasure(name)
  if (!named) return 'unknown-measure'
  const long = asStated(stated)
  const text = long ? (long['share'] ?? long['limit']) : stated
  if (typeof text !== 'string') return 'bad-limit'
  const thresholds = thresholdsOf(long ?? {})
  if (typeof thresholds === 'string') return thresholds
  if (named.kind !== 'goodput' && (thresholds || long?.['share'] !== undefined)) return 'only-goodput'
  const measure: Measure = named.kind === 'goodput' ? { kind: 'goodput', thresholds } : named
  const limit = parseLimit(measure, text)
  if (typeof limit === 'string') return limit
  const severity = long?.['severity'] === 'warn' ? 'warn' : 'fail'
  return { name, measure, ...limit, text: shownText(text, long ?? {}), severity }
}

/** A limit as reports show it: of goodput, with the thresholds that it states. */
function shownText(text: string, long: Stated): string {
  const own = perProbe.flatMap((metric) =>
    typeof long[metric] === 'string' ? [`${metric} ${long[metric].trim()}`] : [],
  )
  return own.length === 0 ? text.trim() : `${text.trim()} (${own.join(', ')})`
}

const written = /^\s*(<=?|>=?)\s*(\d+(?:\.\d+)?)\s*(%|ms|s)?\s*$/

/** Factors of the units that a measure may be written in; '' is a bare number. */
function unitsOf({ kind }: Measure): Readonly<Record<string, number>> {
  switch (kind) {
    case 'availability':
    case 'error-rate':
    case 'goodput':
      return { '%': 0.01 }
    case 'latency':
      return { ms: 1, s: 1000 }
    case 'rate':
      return { '': 1 }
    case 'models':
      return { '': 1, '%': 0.01 }
    case 'audit':
      return {}
  }
}

type Limit = Pick<Objective, 'side' | 'limit'> & { readonly measure?: Measure }

/** Availability, rates, models and goodput have floors; error rates and latencies have ceilings. */
function parseLimit(measure: Measure, text: string): Limit | ObjectiveProblem {
  if (measure.kind === 'models' && text.trim() === 'all') return { side: 'above', limit: 1 }
  if (measure.kind === 'audit')
    return text.trim() === noConfirmedDifference ? { side: 'below', limit: 0 } : 'bad-audit-limit'
  const [, sign = '', digits = '', unit = ''] = written.exec(text) ?? []
  if (sign === '') return 'bad-limit'
  const factor = new Map(Object.entries(unitsOf(measure))).get(unit)
  if (factor === undefined) return 'wrong-unit'
  const side = sign.startsWith('<') ? 'below' : 'above'
  const isCeiling = measure.kind === 'error-rate' || measure.kind === 'latency'
  if (side !== (isCeiling ? 'below' : 'above')) return 'wrong-side'
  // A share as one would write it: 99.9 * 0.01 is a little more than 0.999.
  const limit = Number((Number(digits) * factor).toFixed(10))
  return measure.kind === 'models' && unit === ''
    ? { side, limit, measure: { kind: 'models', unit: 'count' } }
    : { side, limit }
}

function thresholdsOf(long: Stated): Thresholds | null | ObjectiveProblem {
  const found: Partial<Record<LatencyMetric, number>> = {}
  for (const metric of perProbe) {
    const text = long[metric]
    if (text === undefined) continue
    if (typeof text !== 'string') return 'bad-limit'
    const limit = parseLimit({ kind: 'latency', metric, level: 'p50' }, text)
    if (typeof limit === 'string') return limit
    found[metric] = limit.limit
  }
  return Object.keys(found).length === 0 ? null : found
}

/** What a limit of this name is on; undefined when it names nothing that can be limited. */
export function parseMeasure(name: string): Measure | undefined {
  if (name === 'availability') return { kind: 'availability' }
  if (name === 'models_available') return { kind: 'models', unit: 'share' }
  if (name === 'goodput') return { kind: 'goodput', thresholds: null }
  if (name === 'audit') return { kind: 'audit' }
  const [rate, outcome] = /^error_rate(?:\(([a-z0-9_-]+)\))?$/.exec(name) ?? []
  if (rate !== undefined)
    return { kind: 'error-rate', ...(outcome !== undefined && { outcome: outcome.replaceAll('_', '-') }) }
  const [speed, low] = /^tokens_per_second_(p50|p10|p5)$/.exec(name) ?? []
  if (speed !== undefined) return { kind: 'rate', level: low } as Extract<Measure, { kind: 'rate' }>
  const [latency, metric, level] = /^(ttft|ttfo|e2e|tpot)_(p50|p90|p95|p99)$/.exec(name) ?? []
  if (latency === undefined) return undefined
  return { kind: 'latency', metric, level } as Extract<Measure, { kind: 'latency' }>
}
