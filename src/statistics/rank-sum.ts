import { normalQuantile } from './normal.ts'
import { dealtSums, normalP, waysOfU } from './rank-sums.ts'
import { lowerPlace, rank, twoSided } from './ranks.ts'
import { logarithm, noRatio, type Ratio } from './ratio.ts'
import { differenceAt } from './selection.ts'

/** Up to so many values in all, the ways to deal out their ranks are counted out. */
const mostExact = 40

/**
 * Mann and Whitney's test: two-sided p-value of "both samples come from the same distribution". Exact for few values, given
 * their ties; else normal, corrected for ties and continuity. Values may be +∞.
 * @see Mann & Whitney, "On a test of whether one of two random variables is stochastically larger than the other",
 *   Ann. Math. Stat. 18 (1947)
 */
export function rankSumP(a: Float64Array, b: Float64Array): number {
  if (a.length === 0 || b.length === 0) return 1
  const [fewer, more] = a.length <= b.length ? [a, b] : [b, a]
  const [m, all] = [fewer.length, a.length + b.length]
  const joined = new Float64Array(all)
  joined.set(fewer)
  joined.set(more, m)
  const { doubled, ties } = rank(joined)
  const sum = doubled.subarray(0, m).reduce((total, each) => total + each, 0)
  if (all <= mostExact) return twoSided(dealtSums(doubled, m), sum)
  return normalP(m, more.length, sum / 2 - (m * (all + 1)) / 2, ties)
}

/**
 * The ratio b / a of two samples of values > 0, in which failures stand at +∞. The estimate is exp of the median of all
 * differences of their logarithms, and its interval lies between two of them. Two failures are half above and half
 * below each other, as in the test. No list of pairs is made.
 * @param a,b in any order
 * @see Hodges & Lehmann, "Estimates of location based on rank tests", Ann. Math. Stat. 34 (1963)
 * @see Hollander, Wolfe & Chicken, "Nonparametric Statistical Methods", 3rd ed. (2014), sections 4.2 and 4.3
 */
export function unpairedRatio(a: Float64Array, b: Float64Array, confidence = 0.95): Ratio {
  const [m, n] = [a.length, b.length]
  if (m === 0 || n === 0) return noRatio
  const at = orderedRatios(a, b)
  const place = intervalPlace(m, n, (1 - confidence) / 2)
  const middle = (m * n + 1) / 2
  return {
    ratio: geometricMean(at(Math.floor(middle), 'down'), at(Math.ceil(middle), 'up')),
    low: place === 0 ? null : at(place, 'down'),
    high: place === 0 ? null : at(m * n + 1 - place, 'up'),
    pValue: rankSumP(a, b),
    n: m + n,
    leastP: Math.min(1, 2 / choose(m + n, Math.min(m, n))),
  }
}

/** Null of 0 and +∞: everything failed. */
const geometricMean = (a: number, b: number): number | null =>
  a === 0 && b === Number.POSITIVE_INFINITY ? null : Math.sqrt(a * b)

/**
 * The ratio at a place 1 … mn of all in order: first those of failures on the side of `a` alone, last those on that of `b`.
 * Half a place, which an odd number of pairs of failures leaves, is rounded as told.
 */
function orderedRatios(a: Float64Array, b: Float64Array): (place: number, rounded: 'down' | 'up') => number {
  const [logsA, logsB] = [finiteLogarithms(a), finiteLogarithms(b)]
  const [failedA, failedB] = [a.length - logsA.length, b.length - logsB.length]
  const below = failedA * logsB.length + (failedA * failedB) / 2
  const between = logsA.length * logsB.length
  return (place, rounded) => {
    const inside = rounded === 'down' ? Math.floor(place - below) : Math.ceil(place - below)
    if (inside < 1) return 0
    return inside > between ? Number.POSITIVE_INFINITY : Math.exp(differenceAt(inside, logsA, logsB))
  }
}

const finiteLogarithms = (values: Float64Array): Float64Array =>
  values
    .filter((value) => value !== Number.POSITIVE_INFINITY)
    .map(logarithm)
    .sort()

/** Which of the ordered ratios, from either end, ends the interval; 0: none does. */
function intervalPlace(m: number, n: number, tail: number): number {
  if (m + n <= mostExact) return lowerPlace(waysOfU(m, n), tail)
  const spread = Math.sqrt((m * n * (m + n + 1)) / 12)
  return Math.max(0, Math.floor((m * n) / 2 + normalQuantile(tail) * spread + 0.5))
}

/** n over k, rounded; +∞ when that is too large for a number. */
function choose(n: number, k: number): number {
  let result = 1
  for (let i = 1; i <= k; i++) result *= (n - k + i) / i
  return result
}
