import { betaQuantile } from './beta.ts'
import type { Share } from './wilson.ts'

/**
 * `successes` out of `n` with the exact interval: it holds the true share with at least the confidence asked for,
 * whatever that share is. Used where a promise is judged; Wilson's, which holds it on average, where a share is shown.
 * @see Clopper & Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
 *   Biometrika 26 (1934)
 */
export function clopperPearson(successes: number, n: number, confidence = 0.95): Share {
  const tail = (1 - confidence) / 2
  return {
    n,
    value: n === 0 ? null : successes / n,
    low: n === 0 ? null : lowestShare(successes, n, 1 - tail),
    high: n === 0 ? null : highestShare(successes, n, 1 - tail),
  }
}

/** The one-sided bound: the share is at least this, with the confidence asked for. */
export const lowestShare = (successes: number, n: number, confidence: number): number =>
  successes === 0 ? 0 : betaQuantile(1 - confidence, successes, n - successes + 1)

/** The one-sided bound: the share is at most this, with the confidence asked for. */
export const highestShare = (successes: number, n: number, confidence: number): number =>
  successes === n ? 1 : betaQuantile(confidence, successes + 1, n - successes)
