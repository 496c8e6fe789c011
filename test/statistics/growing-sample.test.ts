import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GrowingSample } from '../../src/statistics/growing-sample.ts'
import { Sorted } from '../../src/statistics/sample.ts'

const ranksOf = (n: number): readonly number[] => [
  1,
  Math.ceil(n / 3),
  Math.ceil(n / 2),
  Math.ceil(0.99 * n),
  n,
]

test('every order statistic of few values is exact', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 }),
      (values) => {
        const sample = new GrowingSample()
        for (const value of values) sample.add(value)
        const sorted = new Sorted(values)
        expect(sample.n).toBe(values.length)
        for (let rank = 1; rank <= sample.n; rank++)
          expect(sample.at(rank)).toEqual([sorted.at(rank), sorted.at(rank)])
      },
    ),
  )
})

test('of many values it lies between two ends that differ by 0.1 %', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 4_097, max: 20_000 }), (seed, n) => {
      // Whole µs from 0.1 ms to 100 s, in an order of its own.
      const values = Array.from({ length: n }, (_, i) => (100 + (((i * 7_919 + seed) >>> 0) % 1e8)) / 1000)
      const sample = new GrowingSample()
      for (const value of values) sample.add(value)
      const sorted = new Sorted(values)
      for (const rank of ranksOf(n)) {
        const [low, high] = sample.at(rank)
        const exact = sorted.at(rank) ?? Number.NaN
        expect(low).toBeLessThanOrEqual(exact)
        expect(high).toBeGreaterThanOrEqual(exact)
        expect(high - low).toBeLessThanOrEqual(high * 0.001)
      }
    }),
    { numRuns: 20 },
  )
})
