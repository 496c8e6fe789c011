import fc from 'fast-check'
import { expect, test } from 'vitest'
import { atLeast, atMost } from '../../src/statistics/binomial-tail.ts'
import { clopperPearson, highestShare, lowestShare } from '../../src/statistics/clopper-pearson.ts'

test('the ends are the shares at which what was seen has just the chance that is allowed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
      const k = Math.round(n * share)
      const { low, high } = clopperPearson(k, n)
      if (k > 0) expect(atLeast(k, n, low ?? Number.NaN)).toBeCloseTo(0.025, 9)
      else expect(low).toBe(0)
      if (k < n) expect(atMost(k, n, high ?? Number.NaN)).toBeCloseTo(0.025, 9)
      else expect(high).toBe(1)
    }),
    { seed: 1 },
  )
})

test.each([
  [0.99, 299],
  [0.995, 598],
  [0.999, 2995],
  [0.9995, 5990],
])('a promise of %f is supported by %i probes without a failure, and by none fewer', (promise, n) => {
  expect(lowestShare(n, n, 0.95)).toBeGreaterThanOrEqual(promise)
  expect(lowestShare(n - 1, n - 1, 0.95)).toBeLessThan(promise)
  expect(highestShare(0, n, 0.95)).toBeLessThanOrEqual(1 - promise)
})

test('nothing is known of no trials', () =>
  expect(clopperPearson(0, 0)).toEqual({ n: 0, value: null, low: null, high: null }))
