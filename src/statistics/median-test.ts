import { atLeast } from './binomial-tail.ts'
import { median } from './quantile.ts'
import { quantileInterval } from './quantile-interval.ts'
import { Sorted } from './sample.ts'

/** Where the middle of some values lies, and whether it may lie within bounds. */
export interface MedianTest {
  readonly n: number
  readonly median: number | null
  /** 95 %; null is an open end. */
  readonly low: number | null
  readonly high: number | null
  /** Of "the middle lies from `least` to `most`". */
  readonly p: number
}

/**
 * The sign test: if the middle of what the values are drawn from is at most a bound, a value lies above it with a chance
 * of at most one half, whatever its distribution. Both sides are looked at, so the smaller p-value is doubled. Exact.
 * @see Dixon & Mood, "The statistical sign test", J. Amer. Statist. Assoc. 41 (1946)
 */
export function medianWithin(values: readonly number[], least: number, most: number): MedianTest {
  const sample = new Sorted(values)
  const [low, high] = quantileInterval(sample, 0.5)
  const above = values.filter((value) => value > most).length
  const below = values.filter((value) => value < least).length
  const p = (count: number): number => atLeast(count, values.length, 0.5)
  return {
    n: values.length,
    median: median(sample),
    low,
    high,
    p: Math.min(1, 2 * Math.min(p(above), p(below))),
  }
}
