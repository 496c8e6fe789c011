import { highestShare } from '../../statistics/clopper-pearson.ts'
import { normalQuantile } from '../../statistics/normal.ts'
import type { Ratio } from '../../statistics/ratio.ts'
import { fisherExact, type Trials } from '../../statistics/share-difference.ts'

/**
 * The smallest worsening that would be shown 8 times in 10, at the number of probes there is: "no difference shown" says
 * little without it.
 */

/** The chance of being shown that is meant. */
const power = 0.8

/** By how much of itself a time must grow: from the width of its 95 % interval, which is about 2 · 1.96 standard errors. */
export function detectableRatio({ low, high, leastP }: Ratio, level: number): number | null {
  if (leastP > level || !low || high === null || high === Number.POSITIVE_INFINITY) return null
  const standardError = Math.log(high / low) / (2 * normalQuantile(0.975))
  return Math.exp((normalQuantile(1 - level / 2) + normalQuantile(power)) * standardError) - 1
}

/** How far a share must fall in `n` trials below that of the baseline, which is taken as it was seen. */
export function detectableDrop(baseline: Trials, n: number, level: number): number | null {
  const shows = (successes: number) => fisherExact(baseline, { successes, n }) <= level
  if (baseline.n === 0 || n === 0 || !shows(0)) return null
  const share = baseline.successes / baseline.n
  let [most, tooMany] = [0, Math.ceil(share * n)]
  while (tooMany - most > 1) {
    const middle = (most + tooMany) >> 1
    if (shows(middle)) most = middle
    else tooMany = middle
  }
  return positive(share - highestShare(most, n, 1 - power))
}

/** The same in pairs of which the baseline's side never fails alone: so many lone failures are needed. */
export function detectablePairedDrop(n: number, level: number): number | null {
  const needed = Math.ceil(1 - Math.log2(level))
  return needed > n ? null : highestShare(needed - 1, n, power)
}

const positive = (value: number): number | null => (value > 0 ? value : null)
