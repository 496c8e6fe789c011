import type { ErrorSpread } from '../core/journal.ts'
import { nearestRank } from './quantile.ts'
import { Sorted } from './sample.ts'

/** Quantiles by nearest rank of however few values there are: with fewer than 100, p99 is the largest. Undefined of none. */
export function errorSpread(values: Iterable<number>): ErrorSpread | undefined {
  const sample = new Sorted(values)
  const at = (p: number): number | null => sample.at(nearestRank(sample.n, p))
  const [p50, p99, max] = [at(0.5), at(0.99), at(1)]
  return p50 === null || p99 === null || max === null ? undefined : { p50, p99, max }
}
