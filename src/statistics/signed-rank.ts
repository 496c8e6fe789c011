import { beyond, normalQuantile } from './normal.ts'
import { lowerPlace, rank, twoSided } from './ranks.ts'
import { logarithm, noRatio, type Ratio } from './ratio.ts'
import { walshAt } from './selection.ts'

/** Up to so many differences all 2^n signs are counted out. */
const mostExact = 100

/**
 * Wilcoxon's signed-rank test: two-sided p-value of "the differences lie symmetrically about 0". Zeros are left out.
 * Exact for few differences, given their ties; else normal, corrected for ties and continuity. Differences may be ±∞.
 * @see Wilcoxon, "Individual Comparisons by Ranking Methods", Biometrics Bulletin 1 (1945)
 */
export function signedRankP(differences: Iterable<number>): number {
  const kept = Float64Array.from(differences).filter((difference) => difference !== 0)
  const { doubled, ties } = rank(kept.map(Math.abs))
  const positive = doubled.reduce((sum, each, i) => ((kept[i] ?? 0) > 0 ? sum + each : sum), 0)
  const n = kept.length
  if (n === 0) return 1
  if (n <= mostExact) return twoSided(signedSums(doubled), positive)
  const distance = Math.max(0, Math.abs(positive / 2 - (n * (n + 1)) / 4) - 0.5)
  return beyond(distance / Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - ties / 48))
}

/** Chance of each sum of ranks when every rank counts with chance 1/2. */
function signedSums(ranks: Float64Array): Float64Array {
  const mass = new Float64Array(ranks.reduce((sum, each) => sum + each, 0) + 1)
  mass[0] = 1
  let reached = 0
  for (const each of ranks) {
    for (let sum = reached + each; sum >= 0; sum--)
      mass[sum] = ((mass[sum] ?? 0) + (sum >= each ? (mass[sum - each] ?? 0) : 0)) / 2
    reached += each
  }
  return mass
}

/** Stands for ±∞: far beyond any logarithm of a ratio of times, and still a number to take means with. */
const infinite = 1e4

const finite = (value: number): number => Math.max(-infinite, Math.min(infinite, value))

/**
 * The ratio second / first of pairs of values > 0, of which one may be +∞ (a failure); pairs of two failures say nothing
 * and are left out. The estimate is exp of the median of the Walsh means of the logarithms' differences, and its interval lies
 * between two of them.
 * @see Hodges & Lehmann, "Estimates of location based on rank tests", Ann. Math. Stat. 34 (1963)
 * @see Hollander, Wolfe & Chicken, "Nonparametric Statistical Methods", 3rd ed. (2014), sections 3.2 and 3.3
 */
export function pairedRatio(pairs: Iterable<readonly [number, number]>, confidence = 0.95): Ratio {
  const differences = Float64Array.from(
    [...pairs]
      .filter(([a, b]) => a !== Number.POSITIVE_INFINITY || b !== Number.POSITIVE_INFINITY)
      .map(([a, b]) => finite(logarithm(b) - logarithm(a))),
  ).sort()
  const n = differences.length
  if (n === 0) return noRatio
  const count = (n * (n + 1)) / 2
  const at = (place: number): number => ratioOf(walshAt(place, differences))
  const middle =
    (walshAt(Math.floor((count + 1) / 2), differences) + walshAt(Math.ceil((count + 1) / 2), differences)) / 2
  const place = intervalPlace(n, (1 - confidence) / 2)
  return {
    ratio: ratioOf(middle),
    low: place === 0 ? null : at(place),
    high: place === 0 ? null : at(count + 1 - place),
    pValue: signedRankP(differences),
    n,
    leastP: Math.min(1, 2 * 0.5 ** n),
  }
}

/** Which Walsh mean, from either end, ends the interval; 0: none does. */
function intervalPlace(n: number, tail: number): number {
  if (n <= mostExact) return lowerPlace(signedSums(Float64Array.from({ length: n }, (_, i) => i + 1)), tail)
  const spread = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24)
  return Math.max(0, Math.floor((n * (n + 1)) / 4 + normalQuantile(tail) * spread + 0.5))
}

/** The mean of a finite and an infinite difference is infinite; that of both infinities is 0. */
function ratioOf(logarithmic: number): number {
  if (logarithmic > infinite / 4) return Number.POSITIVE_INFINITY
  return logarithmic < -infinite / 4 ? 0 : Math.exp(logarithmic)
}
