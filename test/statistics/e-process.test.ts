import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { binomialMass } from '../../src/statistics/binomial.ts'
import { EProcess } from '../../src/statistics/e-process.ts'
import { seeded } from './random.ts'

const looks = fc.array(fc.record({ successes: fc.nat(100), failures: fc.nat(5) }), { maxLength: 20 })
const chance = fc.double({ min: 1e-4, max: 0.6, noNaN: true })

const after = (seen: readonly { successes: number; failures: number }[], process: EProcess): EProcess =>
  seen.reduce((so, { successes, failures }) => so.seen(successes, failures), process)

test('whatever was seen before, a kept promise is expected to leave the evidence at most where it is', () => {
  fc.assert(
    fc.property(
      looks,
      chance,
      fc.double({ min: 0.05, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 60 }),
      (seen, allowed, share, n) => {
        const process = after(seen, EProcess.against(allowed))
        const { first, mass } = binomialMass(n, allowed * share)
        const gain = mass.reduce((sum, w, i) => {
          const failures = first + i
          return sum + w * Math.exp(process.seen(n - failures, failures).logEvidence - process.logEvidence)
        }, 0)
        expect(gain).toBeLessThanOrEqual(1 + 1e-9)
      },
    ),
    { seed: 1 },
  )
})

test('the p-value never rises, and is 1 / the highest evidence', () => {
  fc.assert(
    fc.property(looks, chance, (seen, allowed) => {
      let process = EProcess.against(allowed)
      let highest = 1
      for (const { successes, failures } of seen) {
        const next = process.seen(successes, failures)
        highest = Math.max(highest, next.eValue)
        expect(next.pValue).toBeLessThanOrEqual(process.pValue)
        expect(next.pValue * highest).toBeCloseTo(1, 9)
        process = next
      }
    }),
    { seed: 2 },
  )
})

test('it remembers the look at which it crossed, and what was seen is not changed by what comes', () => {
  const before = EProcess.against(0.001).seen(20, 0)
  const broken = before.seen(0, 20)
  expect(before.crossedAt).toBeNull()
  expect(broken.crossedAt).toBe(2)
  expect(
    after(
      Array.from({ length: 500 }, () => ({ successes: 20, failures: 0 })),
      broken,
    ),
  ).toMatchObject({
    crossedAt: 2,
    looks: 502,
    pValue: broken.pValue,
  })
  expect(before).toMatchObject({ looks: 1, pValue: 1 })
})

test('a relay that is down for a year is beyond numbers, not beyond reason', () => {
  const down = after(
    Array.from({ length: 365 }, () => ({ successes: 0, failures: 200 })),
    EProcess.against(0.001),
  )
  expect(down).toMatchObject({ crossedAt: 1, eValue: Number.POSITIVE_INFINITY, pValue: 0 })
  expect(Number.isFinite(down.seen(20, 0).logEvidence)).toBe(true)
})

test.each([0, 1, -0.1, Number.NaN])('a promise of %d is none', (allowed) =>
  expect(() => EProcess.against(allowed)).toThrow(RangeError),
)

/** Nights until the alarm, of so many simulated years; Infinity where there was none. */
function nightsToAlarm(years: number, chanceOn: (night: number) => number, seed: number): number[] {
  const random = seeded(seed)
  return Array.from({ length: years }, () => {
    let process = EProcess.against(0.001)
    for (let night = 1; night <= 365; night++) {
      const failures = random.binomial(20, chanceOn(night))
      process = process.seen(20 - failures, failures)
      if (process.crossedAt !== null) return night
    }
    return Number.POSITIVE_INFINITY
  })
}

describe('20 probes a night for a year, a promise of 99.9 %', () => {
  test('that is just kept is called broken in at most 5 of 100 years', () => {
    const years = 200
    const alarms = nightsToAlarm(years, () => 0.001, 3).filter(Number.isFinite).length
    expect(alarms / years).toBeLessThanOrEqual(0.05)
  })

  test('that is broken by 99 % is found in every year, as it is when it was kept for half of the year', () => {
    const atOnce = nightsToAlarm(100, () => 0.01, 4)
    const later = nightsToAlarm(100, (night) => (night <= 180 ? 0.001 : 0.01), 5)
    expect(atOnce.every(Number.isFinite)).toBe(true)
    expect(later.filter(Number.isFinite).length).toBeGreaterThan(97)
  })
})
