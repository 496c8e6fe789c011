import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wilson } from '../../src/statistics/wilson.ts'

// Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3 (Wilson score without correction).
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i lies between %d and %d, as published', (successes, n, low, high) => {
  const share = wilson(successes, n)
  expect(share.low).toBeCloseTo(low, 4)
  expect(share.high).toBeCloseTo(high, 4)
})

test('no success has the low end 0 and no failure the high end 1, exactly', () => {
  for (let n = 1; n <= 1000; n++) {
    expect(wilson(0, n).low).toBe(0)
    expect(wilson(n, n).high).toBe(1)
  }
})

test('of no trials nothing is known', () => {
  expect(wilson(0, 0)).toEqual({ n: 0, value: null, low: null, high: null })
})

test('the interval holds the share, lies in 0…1 and mirrors when success and failure change places', () => {
  const trials = fc
    .integer({ min: 1, max: 100_000 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
  fc.assert(
    fc.property(trials, ([successes, n]) => {
      const { value, low, high } = wilson(successes, n)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(high).toBeLessThanOrEqual(1)
      expect(low).toBeLessThanOrEqual(value ?? Number.NaN)
      expect(high).toBeGreaterThanOrEqual(value ?? Number.NaN)
      expect(wilson(n - successes, n).low).toBeCloseTo(1 - (high ?? Number.NaN), 12)
    }),
    { seed: 1 },
  )
})
