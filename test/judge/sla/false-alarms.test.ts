import { describe, expect, test } from 'vitest'
import { atLeast } from '../../../src/statistics/binomial-tail.ts'
import { changesOf, driftAlpha } from '../../../src/statistics/drift.ts'
import { promiseAlpha } from '../../../src/statistics/promise-evidence.ts'
import {
  byNights,
  falseBroken,
  falseChange,
  falseMet,
  nightlyMedians,
  nightsToBroken,
  nightsToChange,
  nightsToMet,
  oneByOne,
} from './false-alarms.ts'

/** Whether so many of n are no sign of a chance above the stated one, at one in a thousand. All years 1…n count. */
const isAsStated = (alarms: number, n: number, stated: number): boolean => atLeast(alarms, n, stated) > 0.001

const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN

const years = 400

describe('365 nights of a promise that is just kept', () => {
  test.each([
    ['99.9 %, probes fail one by one', 0.001, oneByOne(() => 0.001)],
    ['99 %, probes fail one by one', 0.01, oneByOne(() => 0.01)],
    ['99.9 %, whole nights fail', 0.001, byNights(() => 0.001)],
    ['99 %, whole nights fail', 0.01, byNights(() => 0.01)],
    ['99 %, nights differ', 0.01, oneByOne((night) => (night % 10 === 0 ? 0.01 : 0.002))],
  ] as const)('%s: seldom said to be broken', (_, allowed, fails) =>
    expect(isAsStated(falseBroken(years, allowed, fails), years, promiseAlpha)).toBe(true),
  )

  test.each([0.001, 0.01])('a failure chance of %d is seldom said to be below it', (allowed) =>
    expect(
      isAsStated(
        falseMet(
          years,
          allowed,
          oneByOne(() => allowed),
        ),
        years,
        promiseAlpha,
      ),
    ).toBe(true),
  )

  test('"met" does assume that probes fail one by one: outages of whole nights deceive it', () =>
    expect(
      falseMet(
        years,
        0.001,
        byNights(() => 0.001),
      ) / years,
    ).toBeGreaterThan(0.5))
})

describe('a promise of 99.9 %, 20 probes a night', () => {
  test('kept by 99 % only is found within weeks, after good months too', () => {
    const atOnce = nightsToBroken(100, 0.001, 0.01)
    const later = nightsToBroken(100, 0.001, 0.01, 90)
    expect(atOnce.every(Number.isFinite)).toBe(true)
    expect(median(atOnce)).toBeLessThan(25)
    expect(median(later)).toBeLessThan(40)
  })

  test('is shown to be met by half a year without a failure', () => {
    expect(nightsToMet(3, 0.001, 0)).toEqual([180, 180, 180])
    expect(nightsToMet(20, 0.01, 0.001).every(Number.isFinite)).toBe(true)
  })
})

describe('nightly medians', () => {
  test('that never change are seldom said to', () =>
    expect(isAsStated(falseChange(years), years, driftAlpha)).toBe(true))

  test('that become 30 % larger are found within weeks', () => {
    const nights = nightsToChange(60, 1.3, 90)
    expect(nights.every(Number.isFinite)).toBe(true)
    expect(median(nights)).toBeLessThan(20)
  })

  test('are in the right place, up and down, one change after the other', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const values = nightlyMedians(seed, 240, (night) => (night < 80 ? 1 : night < 160 ? 2 : 0.9))
      const places = changesOf(values).map(({ at }) => at)
      for (const known of [80, 160]) expect(places.filter((at) => Math.abs(at - known) <= 1)).toHaveLength(1)
    }
  })

  test('of equal values, or of failures alone, hold no change', () => {
    expect(changesOf(new Float64Array(2000).fill(5))).toEqual([])
    expect(changesOf(new Float64Array(2000).fill(Number.POSITIVE_INFINITY))).toEqual([])
    expect(changesOf(new Float64Array())).toEqual([])
  })

  test('that fail from a night on have changed there', () => {
    const values = nightlyMedians(1, 100, () => 1).fill(Number.POSITIVE_INFINITY, 70)
    expect(changesOf(values)[0]?.at).toBe(70)
  })
})
