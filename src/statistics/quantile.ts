import type { Sample } from './sample.ts'

/** The quantiles that reports show. */
export const quantileLevels = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const

export type QuantileName = keyof typeof quantileLevels

/** Levels are taken as whole millionths: in floating point 1 / (1 − 0.9) is a little more than 10, and ⌈…⌉ says 11. */
const millionths = (p: number): number => Math.round(p * 1e6)

/**
 * Rank of the p-quantile among n values by the nearest-rank rule, ⌈pn⌉, at least 1.
 * @see Hyndman & Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996), definition 1
 */
export const nearestRank = (n: number, p: number): number => Math.max(1, Math.ceil((n * millionths(p)) / 1e6))

/** Fewest values that support the p-quantile, ⌈1 / (1 − p)⌉: with fewer it would only repeat the maximum. */
export const fewestValues = (p: number): number => Math.ceil(1e6 / (1e6 - millionths(p)))

/** The p-quantile by nearest rank, always one of the values; null below {@link fewestValues}. */
export const quantile = (sample: Sample, p: number): number | null =>
  sample.n < fewestValues(p) ? null : sample.at(nearestRank(sample.n, p))

/** The median by nearest rank of however few values there are; null of none. */
export const median = (sample: Sample): number | null => sample.at(nearestRank(sample.n, 0.5))
