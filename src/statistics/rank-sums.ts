import { beyond } from './normal.ts'

/** How rank sums are distributed where both samples come from the same distribution. */

/** In how many ways `few` of the ranks have each sum; whole numbers, below 2^53 for up to 40 ranks. */
export function dealtSums(ranks: Float64Array, few: number): Float64Array {
  const longest = ranks
    .toSorted()
    .subarray(ranks.length - few)
    .reduce((sum, each) => sum + each, 0)
  const ways = Array.from({ length: few + 1 }, () => new Float64Array(longest + 1))
  const none = ways[0]
  if (none) none[0] = 1
  for (const each of ranks)
    for (let taken = few; taken > 0; taken--) {
      const [before, after] = [ways[taken - 1], ways[taken]]
      if (!before || !after) continue
      for (let sum = longest; sum >= each; sum--) after[sum] = (after[sum] ?? 0) + (before[sum - each] ?? 0)
    }
  return ways[few] ?? new Float64Array()
}

/** In how many of the orders of m and n values without ties there are 0, 1, … m·n pairs with the first below. */
export function waysOfU(m: number, n: number): Float64Array {
  const few = Math.min(m, n)
  const ranks = Float64Array.from({ length: m + n }, (_, i) => i + 1)
  return dealtSums(ranks, few).subarray((few * (few + 1)) / 2)
}

/**
 * Two-sided p-value of a U (or a rank sum) that lies so far from its middle, taken for normal and corrected for ties and
 * continuity. @param ties Σ (t³ − t) over the groups of t equal values
 */
export function normalP(m: number, n: number, fromMiddle: number, ties: number): number {
  const all = m + n
  const variance = ((m * n) / 12) * (all + 1 - ties / (all * (all - 1)))
  if (variance <= 0) return 1
  return beyond(Math.max(0, Math.abs(fromMiddle) - 0.5) / Math.sqrt(variance))
}
