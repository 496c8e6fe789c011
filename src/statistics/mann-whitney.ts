import { remembered } from '../core/remember.ts'
import { normalP, waysOfU } from './rank-sums.ts'
import { twoSided } from './ranks.ts'
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
  const p = exact
    ? twoSided(waysOf(a.length, b.length), below)
    : normalP(a.length, b.length, below - pairs / 2, tieTerm)
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

/** The same for every two samples of these sizes. */
const waysOf = remembered(waysOfU, (m, n) => `${m} ${n}`)
