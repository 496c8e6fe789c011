import { describe, expect, test } from 'vitest'
import { anytimeRanks, anytimeShare } from '../../src/statistics/any-time.ts'
import { intervalRanks } from '../../src/statistics/quantile-interval.ts'
import { wilson } from '../../src/statistics/wilson.ts'

/**
 * The exact chance that a walk of n = 1 … `last` independent trials with chance p is ever outside of what is kept: all
 * paths are followed at once, and those that leave are taken out. Nothing is drawn at random.
 */
function chanceToLeave(p: number, last: number, keeps: (successes: number, n: number) => boolean): number {
  let inside = new Float64Array([1])
  let left = 0
  for (let n = 1; n <= last; n++) {
    const next = new Float64Array(n + 1)
    for (let s = 0; s <= n; s++) next[s] = (inside[s - 1] ?? 0) * p + (inside[s] ?? 0) * (1 - p)
    for (let s = 0; s <= n; s++) {
      if (keeps(s, n)) continue
      left += next[s] ?? 0
      next[s] = 0
    }
    inside = next
  }
  return left
}

type Ranks = typeof intervalRanks

/** Of n values as many as were successes lie at or below the quantile. */
const covers =
  (ranks: Ranks, p: number) =>
  (successes: number, n: number): boolean => {
    const [low, high] = ranks(n, p)
    return successes >= (low ?? 0) && successes < (high ?? Number.POSITIVE_INFINITY)
  }

/** Asked for every n once: a walk asks again for every number of successes. */
function remembered(ranks: Ranks): Ranks {
  const known = new Map<number, ReturnType<Ranks>>()
  return (n, p) => {
    const found = known.get(n) ?? ranks(n, p)
    known.set(n, found)
    return found
  }
}

describe.each([0.5, 0.9, 0.95, 0.99])('p = %d, looked at after each of 1,500 values', (p) => {
  test.each([0.05, 0.01])('an interval misses the quantile with a chance of at most %d', (alpha) => {
    const ranks = remembered((n, level) => anytimeRanks(n, level, alpha))
    const chance = chanceToLeave(p, 1500, covers(ranks, p))
    expect(chance).toBeLessThanOrEqual(alpha)
    // Not for being absurdly wide.
    expect(chance).toBeGreaterThan(alpha / 20)
  })

  test('the ordinary interval misses it several times as often as it says', () => {
    expect(chanceToLeave(p, 1500, covers(remembered(intervalRanks), p))).toBeGreaterThan(0.15)
  })
})

describe('a share, looked at after each of 300 trials', () => {
  const table = (interval: typeof wilson) =>
    Array.from({ length: 301 }, (_, n) => Array.from({ length: n + 1 }, (_, s) => interval(s, n)))
  const anytime = table(anytimeShare)
  const ordinary = table(wilson)
  const contains =
    (shares: typeof anytime, p: number) =>
    (s: number, n: number): boolean => {
      const { low, high } = shares[n]?.[s] ?? wilson(0, 0)
      return low !== null && high !== null && low <= p && p <= high
    }

  test.each([0.02, 0.1, 0.5, 0.8, 0.95, 0.99, 0.998])('of %d is missed with a chance of at most 5 %', (p) => {
    expect(chanceToLeave(p, 300, contains(anytime, p))).toBeLessThanOrEqual(0.05)
  })

  test('would be missed far more often by Wilson', () => {
    expect(chanceToLeave(0.5, 300, contains(ordinary, 0.5))).toBeGreaterThan(0.15)
  })

  test('is inside of its interval, which is wider than Wilson from 1 trial to 300', () => {
    const odd = anytime.flatMap((row, n) =>
      row.filter(({ value, low, high }, s) => {
        if (value === null || low === null || high === null) return n > 0
        const usual = ordinary[n]?.[s]
        return low > value || high < value || high - low <= (usual?.high ?? 1) - (usual?.low ?? 0)
      }),
    )
    expect(odd).toEqual([])
  })
})

test('no trial, no interval; all or nothing ends at exactly 1 or 0', () => {
  expect(anytimeShare(0, 0)).toEqual({ n: 0, value: null, low: null, high: null })
  expect(anytimeShare(40, 40)).toMatchObject({ high: 1 })
  expect(anytimeShare(0, 40)).toMatchObject({ low: 0 })
  expect(anytimeRanks(0, 0.5)).toEqual([null, null])
})

// Found with Python's math.lgamma by trying every number of successes.
test.each([
  [0.5, 16, [1, 16]],
  [0.5, 200, [79, 122]],
  [0.99, 367, [356, null]],
  [0.99, 368, [357, 368]],
  [0.5, 1_000_000, [497_963, 502_038]],
] as const)('p = %d of n = %i lies between the ranks %j', (p, n, ranks) => {
  expect(anytimeRanks(n, p)).toEqual(ranks)
})
