import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { nearestRank } from '../../src/statistics/quantile.ts'
import { intervalRanks, quantileInterval } from '../../src/statistics/quantile-interval.ts'
import { Sorted } from '../../src/statistics/sample.ts'

const levels = [0.5, 0.9, 0.95, 0.99] as const

/** ln k! for k ≤ n by plain summation: another way to the binomial than the one under test. */
const logFactorials = (n: number): number[] => {
  const logs = [0]
  for (let k = 1; k <= n; k++) logs.push((logs[k - 1] ?? 0) + Math.log(k))
  return logs
}

function probabilities(n: number, p: number): number[] {
  const log = logFactorials(n)
  const logFactorial = (k: number): number => log[k] ?? 0
  return Array.from({ length: n + 1 }, (_, k) =>
    Math.exp(
      logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p),
    ),
  )
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

test.each([
  [0.5, 6],
  [0.9, 29],
  [0.95, 59],
  [0.99, 299],
])('p = %d has an upper end from exactly n = %i', (p, n) => {
  expect(intervalRanks(n - 1, p)[1]).toBeNull()
  expect(intervalRanks(n, p)[1]).not.toBeNull()
})

test.each([
  [0.5, 4, [null, null]],
  [0.5, 5, [1, null]],
  [0.5, 6, [1, 6]],
  [0.5, 20, [6, 15]],
  // [40, 60] is as narrow and as sure: of two such pairs the slower one is shown.
  [0.5, 100, [41, 61]],
  [0.99, 299, [289, 299]],
] as const)('p = %d of n = %i lies between the ranks %j', (p, n, ranks) => {
  expect(intervalRanks(n, p)).toEqual(ranks)
})

describe.each(levels)('for p = %d and every n up to 400', (p) => {
  const all = Array.from({ length: 400 }, (_, i) => {
    const [low, high] = intervalRanks(i + 1, p)
    return { n: i + 1, low, high, mass: probabilities(i + 1, p) }
  })

  test('the exact probability to cover the quantile is at least 95 %', () => {
    const short = all.filter(
      ({ n, low, high, mass }) => low !== null && sum(mass.slice(low, high ?? n + 1)) < 0.95 - 1e-9,
    )
    expect(short).toEqual([])
  })

  test('no narrower pair of ranks would do', () => {
    const wasteful = all.filter(({ n, low, high, mass }) => {
      if (low === null || high === null) return false
      const width = high - low - 1
      const starts = Array.from({ length: n - width }, (_, i) => i + 1)
      return starts.some((start) => sum(mass.slice(start, start + width)) >= 0.95)
    })
    expect(wasteful).toEqual([])
  })

  test('the quantile itself is never outside', () => {
    const outside = all.filter(({ n, low, high }) => {
      const rank = nearestRank(n, p)
      return (low ?? 1) > rank || (high ?? n) < rank
    })
    expect(outside).toEqual([])
  })
})

test.each([
  [0.5, 20],
  [0.9, 60],
  [0.99, 400],
])('p = %d of %i skewed latencies: the true quantile is covered in at least 95 of 100 runs', (p, n) => {
  const random = xoroshiro128plus(20_260_101)
  const runs = 4000
  // By inversion, so that the true quantile is known: latency(u) rises with u.
  const latency = (u: number): number => 200 + 100 * (-Math.log1p(-u)) ** 3
  const truth = latency(p)
  let covered = 0
  for (let run = 0; run < runs; run++) {
    const sample = new Sorted(Array.from({ length: n }, () => latency(uniformFloat64(random))))
    const [low, high] = quantileInterval(sample, p)
    if ((low ?? 0) <= truth && truth <= (high ?? Number.POSITIVE_INFINITY)) covered++
  }
  const fourStandardErrors = 4 * Math.sqrt((0.95 * 0.05) / runs)
  expect(covered / runs).toBeGreaterThan(0.95 - fourStandardErrors)
  expect(covered / runs).toBeLessThan(1)
})
