import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Censored } from '../../src/statistics/censored.ts'
import { fewestValues, median, nearestRank, quantile } from '../../src/statistics/quantile.ts'
import { Sorted } from '../../src/statistics/sample.ts'

const levels = [0.5, 0.9, 0.95, 0.99] as const
const samples = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 })

/** By definition: the smallest value that at least the share p of all values do not exceed. Integers: no rounding. */
function byDefinition(values: readonly number[], percent: number): number | undefined {
  const covers = (candidate: number) =>
    100 * values.filter((value) => value <= candidate).length >= percent * values.length
  return values
    .filter(covers)
    .reduce<number | undefined>((least, value) => Math.min(value, least ?? value), undefined)
}

test('a quantile is the smallest value that covers its share of all values', () => {
  fc.assert(
    fc.property(samples, fc.constantFrom(50, 90, 95, 99), (values, percent) => {
      fc.pre(values.length >= fewestValues(percent / 100))
      expect(quantile(new Sorted(values), percent / 100)).toBe(byDefinition(values, percent))
    }),
    { seed: 1 },
  )
})

test.each([
  [0.5, 2],
  [0.9, 10],
  [0.95, 20],
  [0.99, 100],
])('p = %d is supported from exactly %i values', (p, n) => {
  const values = (count: number) => new Sorted(Array.from({ length: count }, (_, i) => i))
  expect(quantile(values(n - 1), p)).toBeNull()
  expect(quantile(values(n), p)).not.toBeNull()
})

test('the rank is exact where floating point would pass an integer', () => {
  for (const p of levels)
    for (let n = 100; n <= 100_000; n += 100) expect(nearestRank(n, p)).toBe((n / 100) * Math.round(p * 100))
})

test('order of the values does not matter', () => {
  fc.assert(
    fc.property(samples, (values) => {
      for (const p of levels)
        expect(quantile(new Sorted(values), p)).toBe(quantile(new Sorted(values.toReversed()), p))
    }),
    { seed: 1 },
  )
})

describe('with failures at +∞', () => {
  test('a quantile is that of the values and as many infinities, null when it is one of them', () => {
    fc.assert(
      fc.property(samples, fc.nat(200), fc.constantFrom(...levels), (values, failures, p) => {
        const everything = [...values, ...Array.from({ length: failures }, () => Number.POSITIVE_INFINITY)]
        const expected = quantile(new Sorted(everything), p)
        expect(quantile(new Censored(new Sorted(values), failures), p)).toBe(
          expected === Number.POSITIVE_INFINITY ? null : expected,
        )
      }),
      { seed: 1 },
    )
  })

  test('6 failures of 10 leave no median, 5 do', () => {
    expect(quantile(new Censored(new Sorted([1, 2, 3, 4]), 6), 0.5)).toBeNull()
    expect(quantile(new Censored(new Sorted([1, 2, 3, 4, 5]), 5), 0.5)).toBe(5)
  })
})

test('the median of a few facts needs no minimum', () => {
  expect(median(new Sorted([]))).toBeNull()
  expect(median(new Sorted([7]))).toBe(7)
  expect(median(new Sorted([9, 1, 5, 3]))).toBe(3)
})
