import type { Distribution } from '../schema/report.ts'
import { mergedCounts } from './hdr.ts'
import { type QuantileName, quantile, quantileLevels } from './quantile.ts'
import { type Interval, quantileInterval } from './quantile-interval.ts'
import type { Sample } from './sample.ts'

/** A distribution as reports hold it. */
export interface Spread {
  readonly n: number
  readonly min: number | null
  readonly max: number | null
  readonly histogram: string | null
}

/**
 * All values behind several distributions as one, from their histograms: the same as if they had been counted together.
 * @param intervals whether the number of values was fixed beforehand, so that intervals hold
 * @throws UserError when a text is no histogram
 */
export function mergedDistribution(
  parts: readonly Spread[],
  { intervals }: { readonly intervals: boolean },
): Distribution {
  const { sample, histogram } = mergedCounts(parts.flatMap((part) => part.histogram ?? []))
  const ends = (of: (part: Spread) => number | null): readonly number[] =>
    parts.flatMap((part) => of(part) ?? [])
  const each = <Value>(of: (p: number) => Value): Record<QuantileName, Value> => ({
    p50: of(quantileLevels.p50),
    p90: of(quantileLevels.p90),
    p95: of(quantileLevels.p95),
    p99: of(quantileLevels.p99),
  })
  return {
    n: sample.n,
    ...each((p) => quantile(sample, p)),
    min: sample.n === 0 ? null : Math.min(...ends(({ min }) => min)),
    max: sample.n === 0 ? null : Math.max(...ends(({ max }) => max)),
    intervals: each((p) => (intervals ? supported(sample, p) : [null, null])),
    histogram,
  }
}

const supported = (sample: Sample, p: number): Interval =>
  quantile(sample, p) === null ? [null, null] : quantileInterval(sample, p)
