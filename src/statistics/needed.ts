import { betaQuantile } from './beta.ts'
import { atLeast, atMost } from './binomial-tail.ts'

/** How many probes a question needs, before any is sent. Exact, from the binomial distribution. */

/**
 * The fewest probes which, with no more than so many `failures`, show that a relay keeps the `promise`: the one-sided
 * lower bound of Clopper and Pearson reaches it. 299 for 99 % without a failure, 2,995 for 99.9 %; Infinity for 100 %.
 */
export const probesForPromise = (promise: number, failures = 0, confidence = 0.95): number =>
  promise >= 1
    ? Number.POSITIVE_INFINITY
    : fewest(failures + 1, (n) => atMost(failures, n, 1 - promise) <= 1 - confidence)

/**
 * The fewest probes with which a test at level `alpha` of "the chance of a failure is at most p0" finds a chance of p1
 * with probability `power`; Infinity unless p0 < p1. A few more probes may have less power: the number of failures that is
 * too many is whole.
 */
export function probesToDetect(p0: number, p1: number, alpha = 0.05, power = 0.8): number {
  if (p1 <= p0) return Number.POSITIVE_INFINITY
  for (let tooMany = 1; ; tooMany++) {
    const n = fewest(tooMany, (trials) => atLeast(tooMany, trials, p1) >= power)
    if (atLeast(tooMany, n, p0) <= alpha) return n
  }
}

/**
 * The smallest chance of failure that n probes would find, with probability `power`, to be above p0 by a test at level
 * `alpha`; null where not even n failures would be too many.
 */
export function detectableChance(n: number, p0: number, alpha = 0.05, power = 0.8): number | null {
  if (atLeast(n, n, p0) > alpha) return null
  const tooMany = fewest(1, (failures) => atLeast(failures, n, p0) <= alpha)
  // P(X ≥ k) = power, solved for the chance: a quantile of Beta(k, n − k + 1).
  return betaQuantile(power, tooMany, n - tooMany + 1)
}

/** The first whole number from `from` on of which something is true that stays true. */
function fewest(from: number, isEnough: (n: number) => boolean): number {
  let step = 1
  while (!isEnough(from + step - 1)) step *= 2
  let [no, yes] = [from - 1, from + step - 1]
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2)
    if (isEnough(middle)) yes = middle
    else no = middle
  }
  return yes
}
