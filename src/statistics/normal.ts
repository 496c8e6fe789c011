import cdf from '@stdlib/stats-base-dists-normal-cdf'
import quantile from '@stdlib/stats-base-dists-normal-quantile'

/** The standard normal distribution, which rank statistics follow where they are too many to be counted out. */

/** P(|Z| ≥ z), z ≥ 0. */
export const beyond = (z: number): number => 2 * cdf(-z, 0, 1)

/** The z that Z stays below with probability p. */
export const normalQuantile = (p: number): number => quantile(p, 0, 1)
