import { describe, expect, test } from 'vitest'
import {
  inverseCdf,
  linearQuantile,
  Tally,
  totalWeight,
  ValueList,
  WeightedList,
  weightedMean,
} from '../../src/statistics/weighted.ts'

function listOf(values: readonly number[]) {
  const list = new ValueList()
  for (const value of values) list.add(value)
  return list.sample()
}

function weighted(pairs: readonly (readonly [number, number])[]) {
  const list = new WeightedList()
  for (const [value, weight] of pairs) list.add(value, weight)
  return list.sample()
}

describe('linear interpolation', () => {
  // numpy.percentile([15, 20, 35, 40, 50], q): 20 + 0.6 · 15 at 40 %, 40 + 0.96 · 10 at 99 %
  test.each([
    [0, 15],
    [0.4, 29],
    [0.5, 35],
    [0.99, 49.6],
    [1, 50],
  ])('of five numbers at %f is %f', (p, expected) => {
    expect(linearQuantile(listOf([40, 15, 50, 20, 35]), p)).toBeCloseTo(expected, 12)
  })

  test('of two numbers is between them, and of one it is that one', () => {
    expect(linearQuantile(listOf([10, 20]), 0.5)).toBe(15)
    expect(linearQuantile(listOf([7]), 0.99)).toBe(7)
    expect(linearQuantile(listOf([]), 0.5)).toBeNull()
  })

  test('takes counted numbers as often as they were counted', () => {
    const tally = new Tally()
    tally.add(3)
    tally.add(0, 4)
    tally.add(1)
    tally.add(3)
    const plain = listOf([0, 0, 0, 0, 1, 3, 3])
    expect(totalWeight(tally.sample())).toBe(7)
    expect(weightedMean(tally.sample())).toBe(1)
    for (const p of [0, 0.3, 0.5, 0.6, 0.7, 0.9, 0.99, 1])
      expect(linearQuantile(tally.sample(), p)).toBe(linearQuantile(plain, p))
  })
})

describe('the inverse of the cumulated weights', () => {
  test('is a measured value', () => {
    expect(inverseCdf(listOf([10, 20]), 0.5)).toBe(10)
    expect(inverseCdf(listOf([10, 20]), 0.51)).toBe(20)
    expect(inverseCdf(listOf([]), 0.5)).toBeNull()
  })

  test('follows the weights, and adds those of equal values', () => {
    const sample = weighted([
      [5, 1],
      [30, 90],
      [5, 1],
      [10, 8],
      [99, 0],
    ])
    expect(inverseCdf(sample, 0.02)).toBe(5)
    expect(inverseCdf(sample, 0.1)).toBe(10)
    expect(inverseCdf(sample, 0.95)).toBe(30)
    expect(weightedMean(sample)).toBeCloseTo((5 * 2 + 10 * 8 + 30 * 90) / 100, 12)
  })

  test('misses a level that floating point falls short of, as the sum of tenths does at 0.8', () => {
    const tenths = listOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    // 0.1 added up eight times is 0.7999999999999999
    expect(inverseCdf(tenths, 0.8)).toBe(9)
    expect(inverseCdf(tenths, 0.7)).toBe(7)
  })
})

test('a list grows without losing or mixing anything', () => {
  const values = Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1000)
  expect([...listOf(values).values]).toEqual(Array.from({ length: 1000 }, (_, i) => i))
  const pairs = weighted(values.map((value) => [value, value + 1] as const))
  expect([...(pairs.weights ?? [])]).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1))
})
