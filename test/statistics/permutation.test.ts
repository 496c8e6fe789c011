import { describe, expect, test } from 'vitest'
import { permutationTest, type Stratum } from '../../src/statistics/permutation.ts'
import { seeded } from './random.ts'

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** How far apart the sides are on average, whichever is the larger. */
const gap = (strata: readonly Stratum[]): number =>
  Math.abs(strata.reduce((sum, { a, b }) => sum + mean(a) - mean(b), 0))

test('agrees with all arrangements counted', () => {
  // 2 of the 20 ways to deal 1…6 into threes are as extreme as {1, 2, 3} and {4, 5, 6}.
  const p = permutationTest([{ a: [1, 2, 3], b: [4, 5, 6] }], gap, seeded(1), 20_000)
  expect(Math.abs(p - 2 / 20)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / 20_000))
})

test('agrees with two strata counted: 2 of 6 × 6', () => {
  const strata = [
    { a: [1, 2], b: [3, 4] },
    { a: [101, 102], b: [103, 104] },
  ]
  const p = permutationTest(strata, gap, seeded(2), 20_000)
  expect(Math.abs(p - 2 / 36)).toBeLessThan(4 * Math.sqrt(((2 / 36) * (34 / 36)) / 20_000))
})

test('a difference between strata is none between sides', () => {
  const strata = [
    { a: [1, 2, 3, 4], b: [1, 2, 3, 4] },
    { a: [101, 102], b: [101, 102, 101, 102] },
  ]
  expect(permutationTest(strata, gap, seeded(3), 999)).toBe(1)
})

test('is never 0 and the same for the same seed', () => {
  const strata = [
    { a: Array.from({ length: 50 }, (_, i) => i), b: Array.from({ length: 50 }, (_, i) => 1000 + i) },
  ]
  expect(permutationTest(strata, gap, seeded(4), 99)).toBe(1 / 100)
  const close = [{ a: [1, 5, 3, 8], b: [2, 9, 7] }]
  expect(permutationTest(close, gap, seeded(5), 99)).toBe(permutationTest(close, gap, seeded(5), 99))
})

describe('of equal sides', () => {
  test('at most 5 of 100 are called different', () => {
    const random = seeded(6)
    const runs = 1000
    const values = (n: number): number[] => Array.from({ length: n }, () => Math.round(10 * random.unit()))
    const alarms = Array.from({ length: runs }, () => {
      const strata = [
        { a: values(5), b: values(7) },
        { a: values(3), b: values(3) },
      ]
      return permutationTest(strata, gap, random, 99)
    }).filter((p) => p <= 0.05).length
    expect(alarms / runs).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / runs))
  })
})
