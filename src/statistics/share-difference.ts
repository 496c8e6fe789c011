import { atMost } from './binomial-tail.ts'
import { hypergeometricMass } from './hypergeometric.ts'
import { type Share, wilson } from './wilson.ts'
import { worstChance } from './worst-chance.ts'

/** What came of n trials. */
export interface Trials {
  readonly successes: number
  readonly n: number
}

/** Probabilities that differ by no more than this share are equal but for rounding (R's `fisher.test` has the same). */
const tie = 1 + 1e-7

/**
 * Two-sided p-value of "both have the same chance", given how many successes there were in all: the probability of what
 * was seen and of everything that is no likelier.
 * @see Fisher, "The logic of inductive inference", J. R. Statist. Soc. 98 (1935)
 */
export function fisherExact(a: Trials, b: Trials): number {
  const { first, mass } = hypergeometricMass(a.n, b.n, a.successes + b.successes)
  const limit = (mass[a.successes - first] ?? 0) * tie
  return Math.min(
    1,
    mass.reduce((sum, w) => (w <= limit ? sum + w : sum), 0),
  )
}

/** Trials in all up to which {@link boschloo} is worked out; it takes a quarter of a second there. */
const mostTrials = 5000

/**
 * Two-sided p-value of "both have the same chance" without Fisher's condition: Fisher's p-value is the statistic, and
 * the chance that both have in common is the one that makes what was seen likeliest. Exact as Fisher's, never above it,
 * and so oftener able to tell two relays apart. Beyond {@link mostTrials} it is Fisher's itself, which errs on the side
 * of "no difference".
 * @see Boschloo, "Raised conditional level of significance for the 2×2-table when testing the equality of two
 *   probabilities", Statistica Neerlandica 24 (1970)
 */
export function boschloo(a: Trials, b: Trials): number {
  const fisher = fisherExact(a, b)
  const n = a.n + b.n
  if (n > mostTrials || fisher === 1) return fisher
  // Given m successes in all, the chance of a table depends on m alone: E[rejected(M)], M ~ Binomial(n, chance).
  const rejected = Float64Array.from({ length: n + 1 }, (_, m) => largestFisher(a.n, b.n, m, fisher * tie))
  return Math.min(fisher, worstChance(rejected))
}

/** The largest of Fisher's p-values up to `limit` that tables with m successes have: also the chance of all of those. */
function largestFisher(a: number, b: number, m: number, limit: number): number {
  const { mass } = hypergeometricMass(a, b, m)
  let [low, high, p] = [0, mass.length - 1, 0]
  while (low <= high) {
    // One peak: the least likely that is left stands at one of the ends.
    const level = Math.min(mass[low] ?? 0, mass[high] ?? 0) * tie
    let sum = p
    for (; low <= high && (mass[low] ?? 0) <= level; low++) sum += mass[low] ?? 0
    for (; low <= high && (mass[high] ?? 0) <= level; high--) sum += mass[high] ?? 0
    if (sum > limit) return p
    p = sum
  }
  return p
}

/**
 * Two-sided p-value of "both have the same chance" from trials in pairs (the same round, the same question): only pairs
 * of which one failed say something, and of those each side has half.
 * @see McNemar, "Note on the sampling error of the difference between correlated proportions or percentages",
 *   Psychometrika 12 (1947)
 */
export const mcnemar = (onlyA: number, onlyB: number): number =>
  Math.min(1, 2 * atMost(Math.min(onlyA, onlyB), onlyA + onlyB, 0.5))

/** The difference of two shares, a's less b's, with its interval; all null where one had no trials. */
export interface ShareDifference {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}

/**
 * How much larger a's share is than b's, with the interval that is made of Wilson's for each.
 * @see Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
 *   (1998), method 10
 */
export function shareDifference(a: Trials, b: Trials, confidence = 0.95): ShareDifference {
  const one = wilson(a.successes, a.n, confidence)
  const other = wilson(b.successes, b.n, confidence)
  if (!isKnown(one) || !isKnown(other)) return { value: null, low: null, high: null }
  const value = one.value - other.value
  return {
    value,
    low: value - Math.hypot(one.value - one.low, other.high - other.value),
    high: value + Math.hypot(one.high - one.value, other.value - other.low),
  }
}

type Known = { readonly [Key in keyof Share]: number }

const isKnown = (share: Share): share is Known => share.n > 0
