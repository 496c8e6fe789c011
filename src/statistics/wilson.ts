import { normalQuantile } from './normal.ts'

/** A share of n trials with its interval; all null of no trials. */
export interface Share {
  readonly n: number
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}

/**
 * `successes` out of `n` with the Wilson score interval, exactly 0 at its low end for no success and exactly 1
 * at its high end for no failure.
 * @see Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927)
 * @see Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), method 3
 */
export function wilson(successes: number, n: number, confidence = 0.95): Share {
  if (n === 0) return { n, value: null, low: null, high: null }
  const z = normalQuantile((1 + confidence) / 2)
  const value = successes / n
  const centre = successes + (z * z) / 2
  const spread = z * Math.sqrt((successes * (n - successes)) / n + (z * z) / 4)
  return {
    n,
    value,
    low: successes === 0 ? 0 : (centre - spread) / (n + z * z),
    high: successes === n ? 1 : (centre + spread) / (n + z * z),
  }
}
