import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { binomialMass } from '../../src/statistics/binomial.ts'
import {
  boschloo,
  fisherExact,
  mcnemar,
  shareDifference,
  type Trials,
} from '../../src/statistics/share-difference.ts'

const trials = (most: number): fc.Arbitrary<Trials> =>
  fc
    .integer({ min: 1, max: most })
    .chain((n) => fc.record({ successes: fc.integer({ min: 0, max: n }), n: fc.constant(n) }))

/** Chances of all outcomes of two relays, and what a function says of each. */
function expected(
  [na, a]: readonly [number, number],
  [nb, b]: readonly [number, number],
  of: (a: Trials, b: Trials) => number,
) {
  const [ofA, ofB] = [binomialMass(na, a), binomialMass(nb, b)]
  let sum = 0
  for (const [i, massA] of ofA.mass.entries())
    for (const [j, massB] of ofB.mass.entries())
      sum += massA * massB * of({ successes: ofA.first + i, n: na }, { successes: ofB.first + j, n: nb })
  return sum
}

describe('p-values of two shares', () => {
  test('are chances, and the same for failures as for successes and for b and a as for a and b', () => {
    fc.assert(
      fc.property(trials(60), trials(60), (a, b) => {
        const failures = ({ successes, n }: Trials): Trials => ({ successes: n - successes, n })
        for (const test of [fisherExact, boschloo]) {
          const p = test(a, b)
          expect(p).toBeGreaterThan(0)
          expect(p).toBeLessThanOrEqual(1)
          expect(test(b, a) / p).toBeCloseTo(1, 9)
          expect(test(failures(a), failures(b)) / p).toBeCloseTo(1, 9)
        }
      }),
      { seed: 1 },
    )
  })

  test('Boschloo is never above Fisher', () => {
    fc.assert(
      fc.property(trials(80), trials(80), (a, b) => {
        expect(boschloo(a, b)).toBeLessThanOrEqual(fisherExact(a, b))
      }),
      { seed: 2 },
    )
  })

  test.each([
    [10, 10],
    [20, 20],
    [30, 12],
  ])(
    'n = %i and %i: equal relays are called different with a chance of at most 5 %%, whatever their share',
    (na, nb) => {
      const known = new Map<string, number>()
      const remembered = (a: Trials, b: Trials): number => {
        const key = `${a.successes}/${b.successes}`
        const p = known.get(key) ?? boschloo(a, b)
        known.set(key, p)
        return p
      }
      const alarms = Array.from({ length: 99 }, (_, i) =>
        expected([na, (i + 1) / 100], [nb, (i + 1) / 100], (a, b) => (remembered(a, b) <= 0.05 ? 1 : 0)),
      )
      expect(Math.max(...alarms)).toBeLessThanOrEqual(0.05)
      // It uses nearly all of what it may.
      expect(Math.max(...alarms)).toBeGreaterThan(0.035)
    },
  )

  test('n too large to be worked out: Fisher', () => {
    const [a, b] = [
      { successes: 9990, n: 10_000 },
      { successes: 9970, n: 10_000 },
    ]
    expect(boschloo(a, b)).toBe(fisherExact(a, b))
  })

  test('no trials tell nothing apart', () => {
    const none = { successes: 0, n: 0 }
    expect(boschloo(none, { successes: 3, n: 5 })).toBe(1)
    expect(boschloo(none, none)).toBe(1)
    expect(mcnemar(0, 0)).toBe(1)
  })
})

test('pairs: which side is called a does not matter, and no failure of the other is the strongest', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), (onlyA, onlyB) => {
      expect(mcnemar(onlyA, onlyB)).toBe(mcnemar(onlyB, onlyA))
      expect(mcnemar(0, onlyA + onlyB)).toBeLessThanOrEqual(mcnemar(onlyA, onlyB))
    }),
    { seed: 3 },
  )
})

describe('the interval of a difference', () => {
  test('holds what was seen, lies in −1…1 and mirrors', () => {
    fc.assert(
      fc.property(trials(2000), trials(2000), (a, b) => {
        const { value, low, high } = shareDifference(a, b)
        expect(low).toBeLessThanOrEqual(value ?? Number.NaN)
        expect(high).toBeGreaterThanOrEqual(value ?? Number.NaN)
        expect(low).toBeGreaterThanOrEqual(-1 - 1e-12)
        expect(high).toBeLessThanOrEqual(1 + 1e-12)
        expect(shareDifference(b, a).low).toBeCloseTo(-(high ?? Number.NaN), 12)
      }),
      { seed: 4 },
    )
  })

  test.each([
    [20, 0.95, 0.9],
    [50, 0.99, 0.95],
    [100, 0.5, 0.5],
    [100, 0.999, 0.99],
  ])(
    'n = %i each, shares of %d and %d: the true difference is covered in 94 of 100 runs or more',
    (n, a, b) => {
      const covered = expected([n, a], [n, b], (ofA, ofB) => {
        const { low, high } = shareDifference(ofA, ofB)
        return low !== null && high !== null && low <= a - b && a - b <= high ? 1 : 0
      })
      expect(covered).toBeGreaterThan(0.94)
    },
  )

  test('nothing is known where one had no trials', () =>
    expect(shareDifference({ successes: 1, n: 2 }, { successes: 0, n: 0 })).toEqual({
      value: null,
      low: null,
      high: null,
    }))
})
