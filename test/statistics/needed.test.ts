import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { atLeast } from '../../src/statistics/binomial-tail.ts'
import { lowestShare } from '../../src/statistics/clopper-pearson.ts'
import { detectableChance, probesForPromise, probesToDetect } from '../../src/statistics/needed.ts'

test.each([
  [0.99, 299],
  [0.995, 598],
  [0.999, 2995],
  [0.9995, 5990],
])('a promise of %d needs %i probes without a failure', (promise, n) =>
  expect(probesForPromise(promise)).toBe(n),
)

test('just as many as the lower bound needs, and none fewer', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 0.9995, noNaN: true }), fc.nat(30), (promise, failures) => {
      const n = probesForPromise(promise, failures)
      expect(lowestShare(n - failures, n, 0.95)).toBeGreaterThanOrEqual(promise - 1e-12)
      if (n > failures + 1)
        expect(lowestShare(n - 1 - failures, n - 1, 0.95)).toBeLessThanOrEqual(promise + 1e-12)
    }),
    { seed: 1 },
  )
})

test('no number of probes shows 100 %, and none finds a drop that is none', () => {
  expect(probesForPromise(1)).toBe(Number.POSITIVE_INFINITY)
  expect(probesToDetect(0.01, 0.01)).toBe(Number.POSITIVE_INFINITY)
})

describe('a drop', () => {
  test('is found with the power that was asked for by the test that was asked for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.0005, max: 0.2, noNaN: true }),
        fc.integer({ min: 2, max: 4 }),
        (p0, times) => {
          const n = probesToDetect(p0, p0 * times)
          const tooMany = Array.from({ length: n }, (_, k) => k + 1).find((k) => atLeast(k, n, p0) <= 0.05)
          expect(atLeast(tooMany ?? n + 1, n, p0 * times)).toBeGreaterThanOrEqual(0.8)
          expect(detectableChance(n, p0)).toBeLessThanOrEqual(p0 * times + 1e-9)
        },
      ),
      { seed: 2, numRuns: 30 },
    )
  })

  test('of which nothing can be seen: one probe where a failure in twenty is allowed', () => {
    expect(detectableChance(1, 0.06)).toBeNull()
    expect(detectableChance(1, 0.05)).toBeCloseTo(0.8, 9)
  })
})
