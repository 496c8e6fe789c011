import type { CensoredQuantiles, Distribution } from '../schema/report.ts'
import { histogram } from './hdr.ts'
import { censoredQuantile, type QuantileName, quantile, quantileLevels } from './quantile.ts'
import { type Interval, quantileInterval, type RanksOf } from './quantile-interval.ts'
import { Sorted } from './sample.ts'

/**
 * How values in ms are spread: what they support, and null for what they do not.
 * @param ranks where their number was not fixed beforehand: which intervals hold all the same
 */
export function distribution(valuesMs: Iterable<number>, ranks?: RanksOf): Distribution {
  const sample = new Sorted(valuesMs)
  return {
    n: sample.n,
    ...eachLevel((p) => quantile(sample, p)),
    min: sample.at(1),
    max: sample.at(sample.n),
    intervals: eachLevel((p) => supportedInterval(sample, p, ranks)),
    histogram: sample.n === 0 ? null : histogram(sample.values()),
  }
}

/** The quantiles of `valuesMs` together with `failures` probes that stand at +∞. */
export function censoredDistribution(valuesMs: Iterable<number>, failures: number): CensoredQuantiles {
  const sample = new Sorted(valuesMs)
  return { n: sample.n + failures, ...eachLevel((p) => censoredQuantile(sample, failures, p)) }
}

const eachLevel = <Value>(of: (p: number) => Value): Record<QuantileName, Value> => ({
  p50: of(quantileLevels.p50),
  p90: of(quantileLevels.p90),
  p95: of(quantileLevels.p95),
  p99: of(quantileLevels.p99),
})

/** No interval stands beside a quantile that is not shown. */
const supportedInterval = (sample: Sorted, p: number, ranks?: RanksOf): Interval =>
  quantile(sample, p) === null ? [null, null] : quantileInterval(sample, p, ranks)
