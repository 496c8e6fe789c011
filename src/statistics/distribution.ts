import type { CensoredQuantiles, Distribution } from '../schema/report.ts'
import { Censored } from './censored.ts'
import { type QuantileName, quantile, quantileLevels } from './quantile.ts'
import { type Interval, quantileInterval, type RanksOf } from './quantile-interval.ts'
import { Recorder } from './recorder.ts'
import type { Sample } from './sample.ts'

/**
 * How values in ms are spread: what they support, and null for what they do not.
 * @param ranks where their number was not fixed beforehand: which intervals hold all the same
 */
export function distribution(valuesMs: Recorder | Iterable<number>, ranks?: RanksOf): Distribution {
  const recorder = recorded(valuesMs)
  const sample = recorder.sample()
  return {
    n: sample.n,
    ...eachLevel((p) => quantile(sample, p)),
    min: sample.at(1),
    max: sample.at(sample.n),
    intervals: eachLevel((p) => supportedInterval(sample, p, ranks)),
    histogram: recorder.histogram(),
  }
}

/** The quantiles of `valuesMs` together with `failures` probes that stand at +∞. */
export function censoredDistribution(
  valuesMs: Recorder | Iterable<number>,
  failures: number,
): CensoredQuantiles {
  const sample = new Censored(recorded(valuesMs).sample(), failures)
  return { n: sample.n, ...eachLevel((p) => quantile(sample, p)) }
}

const recorded = (values: Recorder | Iterable<number>): Recorder =>
  values instanceof Recorder ? values : Recorder.of(values)

const eachLevel = <Value>(of: (p: number) => Value): Record<QuantileName, Value> => ({
  p50: of(quantileLevels.p50),
  p90: of(quantileLevels.p90),
  p95: of(quantileLevels.p95),
  p99: of(quantileLevels.p99),
})

/** No interval stands beside a quantile that is not shown. */
const supportedInterval = (sample: Sample, p: number, ranks?: RanksOf): Interval =>
  quantile(sample, p) === null ? [null, null] : quantileInterval(sample, p, ranks)
