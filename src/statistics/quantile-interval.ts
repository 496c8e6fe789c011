import { binomialMass } from './binomial.ts'
import type { Sample } from './sample.ts'

/** Ends of an interval; null is an open end. */
export type Interval = [low: number | null, high: number | null]

/** Ranks of the order statistics between which the p-quantile of n values is said to lie. */
export type RanksOf = (n: number, p: number) => Interval

const confidence = 0.95

/**
 * A 95 % confidence interval of the p-quantile between two order statistics, whatever the distribution of the values.
 * The quantile lies in [x(l), x(u)) with probability P(l ≤ B ≤ u − 1), B ~ Binomial(n, p); the narrowest pair of ranks
 * that reaches 95 % is taken, of two equally good ones the slower. Where even [x(1), x(n)] does not (below n = 6, 29, 59, 299 for p50, p90, p95, p99) the
 * upper end is null and the lower one is the one-sided 95 % bound, null too where there is none.
 * @see David & Nagaraja, "Order Statistics", 3rd ed. (2003), section 7.1
 * @see Hahn & Meeker, "Statistical Intervals" (1991), section 5.2
 */
export function quantileInterval(sample: Sample, p: number, ranks: RanksOf = intervalRanks): Interval {
  const [low, high] = ranks(sample.n, p)
  return [low === null ? null : sample.at(low), high === null ? null : sample.at(high)]
}

/** The ranks l and u of {@link quantileInterval}; they depend on n and p alone, never on the values. */
export function intervalRanks(n: number, p: number): Interval {
  if (n < 1) return [null, null]
  const { first, mass } = binomialMass(n, p)
  const at = (k: number): number => mass[k - first] ?? 0
  return twoSided(n, p, at) ?? [lowerRank(first, mass), null]
}

/** Grows {l … u − 1} from the mode, always by the likelier neighbour: a binomial has one peak, so it stays narrowest. */
function twoSided(n: number, p: number, at: (k: number) => number): Interval | undefined {
  let low = Math.min(Math.floor((n + 1) * p), n - 1)
  if (low < 1) return undefined
  let high = low
  let coverage = at(low)
  while (coverage < confidence) {
    const down = low > 1 ? at(low - 1) : 0
    const up = high < n - 1 ? at(high + 1) : 0
    if (down === 0 && up === 0) return undefined
    coverage += Math.max(down, up)
    if (up >= down) high++
    else low--
  }
  return [low, high + 1]
}

/** The largest l with P(B < l) ≤ 5 %: the one-sided bound [x(l), ∞). */
function lowerRank(first: number, mass: readonly number[]): number | null {
  let below = 0
  let rank = first
  for (const share of mass) {
    if (below + share > 1 - confidence) break
    below += share
    rank++
  }
  return rank < 1 ? null : rank
}
