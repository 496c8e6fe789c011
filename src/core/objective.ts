/** What a limit is on. Quantile levels are those that reports have intervals for. */
export type Measure =
  | { readonly kind: 'availability' }
  /** Share of probes that failed, or that ended in one outcome class. */
  | { readonly kind: 'error-rate'; readonly outcome?: string }
  | {
      readonly kind: 'latency'
      readonly metric: 'ttft' | 'ttfo' | 'e2e' | 'tpot'
      readonly level: 'p50' | 'p90' | 'p95' | 'p99'
    }

/** One limit of a profile's `slo`: `ttft_p95: "< 2s"`. Limits are shares (0…1) or ms. */
export interface Objective {
  readonly name: string
  readonly measure: Measure
  /** Whether the measured value must stay below the limit or above it. */
  readonly side: 'below' | 'above'
  readonly limit: number
  /** As written. */
  readonly text: string
}

/** What is wrong with a limit as written. */
export type ObjectiveProblem = 'unknown-measure' | 'bad-limit' | 'wrong-unit' | 'wrong-side'

/** Names that a limit may have, for messages. */
export const objectiveNames: readonly string[] = [
  'availability',
  'error_rate',
  ...['ttft', 'ttfo', 'e2e', 'tpot'].flatMap((metric) =>
    ['p50', 'p90', 'p95', 'p99'].map((level) => `${metric}_${level}`),
  ),
]

/** Reads one limit. Availability is a floor; error rates and latencies are ceilings. */
export function parseObjective(name: string, text: string): Objective | ObjectiveProblem {
  const measure = parseMeasure(name)
  if (!measure) return 'unknown-measure'
  const [, sign = '', digits = '', unit = ''] =
    /^\s*(<=?|>=?)\s*(\d+(?:\.\d+)?)\s*(%|ms|s)?\s*$/.exec(text) ?? []
  if (sign === '') return 'bad-limit'
  const wanted = measure.kind === 'latency' ? { ms: 1, s: 1000 } : { '%': 0.01 }
  const factor = new Map(Object.entries(wanted)).get(unit)
  if (factor === undefined) return 'wrong-unit'
  const side = sign.startsWith('<') ? 'below' : 'above'
  if (side !== (measure.kind === 'availability' ? 'above' : 'below')) return 'wrong-side'
  return { name, measure, side, limit: Number(digits) * factor, text: text.trim() }
}

/** What a limit of this name is on; undefined when it names nothing that can be limited. */
export function parseMeasure(name: string): Measure | undefined {
  if (name === 'availability') return { kind: 'availability' }
  const [rate, outcome] = /^error_rate(?:\(([a-z0-9-]+)\))?$/.exec(name) ?? []
  if (rate !== undefined) return { kind: 'error-rate', ...(outcome !== undefined && { outcome }) }
  const [latency, metric, level] = /^(ttft|ttfo|e2e|tpot)_(p50|p90|p95|p99)$/.exec(name) ?? []
  if (latency === undefined) return undefined
  return { kind: 'latency', metric, level } as Extract<Measure, { kind: 'latency' }>
}
