import cdf from '@stdlib/stats-base-dists-normal-cdf'
import type { Sample } from './sample.ts'

/** What the ranks of two samples say. */
export interface RankSum {
  /** Two-sided p-value of "both are spread alike". */
  readonly p: number
  /** Share of the pairs in which the value of the first is the smaller one, ties by half. */
  readonly below: number
}

/** Of longer samples so many evenly spaced order statistics stand for all: the test then finds less, never more. */
const mostValues = 2_000

/** Pairs up to which the distribution of U is counted out; beyond, and where values tie, it is taken for normal. */
const mostExactPairs = 400

/**
 * Compares two samples by rank sum, whatever their distributions; null when one of them is empty.
 * @see Mann & Whitney, "On a test of whether one of two random variables is stochastically larger than the other",
 *   Ann. Math. Stat. 18 (1947)
 * @see Lehmann, "Nonparametrics: Statistical Methods Based on Ranks" (1975), 1.2 and 1.4 (ties)
 */
export function mannWhitney(a: Ordered, b: Ordered): RankSum | null {
  const pairs = a.length * b.length
  if (pairs === 0) return null
  const { below, tieTerm } = pairsBelow(a, b)
  const exact = tieTerm === 0 && pairs <= mostExactPairs
  const p = exact ? exactP(a.length, b.length, below) : normalP(a.length, b.length, below, tieTerm)
  return { p, below: below / pairs }
}

/** Values in ascending order. */
export type Ordered = Float64Array

/** The values that {@link mannWhitney} compares. */
export function ordered(sample: Sample): Ordered {
  const length = Math.min(sample.n, mostValues)
  return Float64Array.from({ length }, (_, i) => sample.at(Math.ceil(((i + 0.5) * sample.n) / length)) ?? 0)
}

/** Pairs in which the first is below (ties by half), and Σ (t³ − t) over values that occur t > 1 times. */
function pairsBelow(a: Ordered, b: Ordered): { readonly below: number; readonly tieTerm: number } {
  let [i, j, below, tieTerm] = [0, 0, 0, 0]
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY)
    const [fromA, fromB] = [i, j]
    while (i < a.length && a[i] === value) i++
    while (j < b.length && b[j] === value) j++
    const [ofA, ofB] = [i - fromA, j - fromB]
    below += ofA * (b.length - j) + (ofA * ofB) / 2
    tieTerm += (ofA + ofB) ** 3 - (ofA + ofB)
  }
  return { below, tieTerm }
}

function exactP(m: number, n: number, u: number): number {
  const ways = waysOfU(m, n)
  const total = ways.reduce((sum, each) => sum + each, 0)
  const tail = ways.slice(0, Math.min(u, m * n - u) + 1).reduce((sum, each) => sum + each, 0)
  return Math.min(1, (2 * tail) / total)
}

/** In how many of the orders of m and n values there are 0, 1, … m·n pairs with the first below. */
function waysOfU(m: number, n: number): Float64Array {
  const ways = Array.from({ length: m + 1 }, () => new Float64Array(m * n + 1))
  const none = ways[0]
  if (none) none[0] = 1
  for (let place = 1; place <= m + n; place++)
    for (let taken = Math.min(place, m); taken >= 1; taken--) {
      const [before, now] = [ways[taken - 1], ways[taken]]
      const others = place - taken
      if (!before || !now || others > n) continue
      for (let u = now.length - 1; u >= others; u--) now[u] = (now[u] ?? 0) + (before[u - others] ?? 0)
    }
  return ways[m] ?? new Float64Array()
}

function normalP(m: number, n: number, u: number, tieTerm: number): number {
  const all = m + n
  const variance = ((m * n) / 12) * (all + 1 - tieTerm / (all * (all - 1)))
  if (variance <= 0) return 1
  const distance = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5)
  return Math.min(1, 2 * cdf(-distance / Math.sqrt(variance), 0, 1))
}
