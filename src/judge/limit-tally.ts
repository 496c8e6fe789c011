import type { LatencyMetric, Objective, Thresholds } from '../core/objective.ts'
import { isCounted } from '../metrics/reliability.ts'
import type { ProbeResult, Timings } from './probe-result.ts'

/** Probes held against one limit, and how many of them were on its wrong side. */
export interface LimitCount {
  readonly objective: Objective
  n: number
  past: number
  /** Those among `past` that failed. */
  failed: number
}

/**
 * Counts the probes of a cell past each of its limits while the journal is read: exactly, whatever their number, in
 * memory that does not grow with it. A failed probe is past every limit on time, rate and goodput: it never gave its
 * token. Our own failures are no evidence, and a probe that has no value of a metric says nothing of its limit.
 */
export class LimitTally {
  readonly counts: readonly LimitCount[]

  constructor(objectives: readonly Objective[]) {
    this.counts = objectives.map((objective) => ({ objective, n: 0, past: 0, failed: 0 }))
  }

  add(probe: ProbeResult): void {
    if (!isCounted(probe.outcome)) return
    for (const count of this.counts) {
      const isPast = pastLimit(count.objective, probe)
      if (isPast === undefined) continue
      count.n++
      if (!isPast) continue
      count.past++
      if (probe.outcome !== 'ok') count.failed++
    }
  }
}

/** undefined: the probe says nothing of it. */
function pastLimit(
  { measure, limit }: Objective,
  { outcome, timings }: Pick<ProbeResult, 'outcome' | 'timings'>,
): boolean | undefined {
  if (measure.kind === 'error-rate' && measure.outcome !== undefined) return outcome === measure.outcome
  if (!timings) return true
  switch (measure.kind) {
    case 'availability':
    case 'error-rate':
      return false
    case 'latency':
      return above(timings[millisecondsOf[measure.metric]], limit)
    case 'rate': {
      const rate = timings.outputTokensPerSecond
      return rate === undefined ? undefined : rate < limit
    }
    case 'goodput':
      return missesAny(measure.thresholds ?? {}, timings)
    case 'models':
    case 'audit':
      return undefined
  }
}

/** Where the timings of a probe, and the recorders of a cell, have each metric. */
export const millisecondsOf = { ttft: 'ttftMs', ttfo: 'ttfoMs', e2e: 'e2eMs', tpot: 'tpotMs' } as const

const above = (value: number | undefined, limit: number): boolean | undefined =>
  value === undefined ? undefined : value > limit

/**
 * Whether an answered probe misses a threshold; undefined when it misses none that is known, but one is not known. On a
 * cold connection the buyer waits for the dial too, so there the cold TTFT is what counts.
 * @see Zhong et al., "DistServe", OSDI 2024, for goodput
 */
function missesAny(thresholds: Thresholds, timings: Timings): boolean | undefined {
  const misses = metricsOf(thresholds, timings).map(([metric, limit]) =>
    above(measured(metric, timings), limit),
  )
  if (misses.includes(true)) return true
  return misses.includes(undefined) ? undefined : false
}

function metricsOf(thresholds: Thresholds, timings: Timings): readonly (readonly [LatencyMetric, number])[] {
  const isWhole = timings.ttftMs === undefined && timings.ttftColdMs === undefined
  return (['ttft', 'ttfo', 'e2e', 'tpot'] as const).flatMap((metric) => {
    const limit = thresholds[metric]
    // An answer in one piece has no token times.
    return limit === undefined || (isWhole && metric !== 'e2e') ? [] : [[metric, limit] as const]
  })
}

const measured = (metric: LatencyMetric, timings: Timings): number | undefined =>
  metric === 'ttft' ? (timings.ttftMs ?? timings.ttftColdMs) : timings[millisecondsOf[metric]]
