import fc from 'fast-check'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { distribution } from '../../src/statistics/distribution.ts'
import { histogram } from '../../src/statistics/hdr.ts'
import { LogLinear } from '../../src/statistics/log-linear.ts'
import { quantile, quantileLevels } from '../../src/statistics/quantile.ts'
import { quantileInterval } from '../../src/statistics/quantile-interval.ts'
import { Recorder } from '../../src/statistics/recorder.ts'
import { Sorted } from '../../src/statistics/sample.ts'

/** Seeded latencies in ms, to the µs, over four orders of magnitude. */
function latencies(n: number, seed: number): number[] {
  const random = xoroshiro128plus(seed)
  return Array.from({ length: n }, () => Math.round(10 ** (1 + 4 * uniformFloat64(random)) * 1000) / 1000)
}

const counted = (values: readonly number[]): LogLinear => {
  const counts = new LogLinear()
  for (const value of values) counts.add(value)
  return counts
}

const state = (counts: LogLinear) => ({
  n: counts.n,
  ends: [counts.at(1), counts.at(counts.n)],
  steps: [...counts.steps()],
})

describe('counting', () => {
  const whole = fc.oneof(fc.nat(5_000), fc.maxSafeNat(), fc.constantFrom(2047, 2048, 2 ** 32 - 1, 2 ** 32))
  const wholes = fc.array(whole, { maxLength: 40 })

  test('every value lies in the one step that counts it, and steps are narrow', () => {
    fc.assert(
      fc.property(whole, (value) => {
        const [step, ...others] = counted([value]).steps()
        expect(others).toEqual([])
        expect(step?.first).toBeLessThanOrEqual(value)
        expect(step?.last).toBeGreaterThanOrEqual(value)
        expect((step?.last ?? 0) - (step?.first ?? 0)).toBeLessThanOrEqual(value / 1024)
      }),
    )
  })

  test('every order statistic is the true one or at most 1/1024 above it; the ends are exact', () => {
    fc.assert(
      fc.property(wholes, (values) => {
        const counts = counted(values)
        const sorted = new Sorted(values)
        expect([counts.n, counts.at(1), counts.at(counts.n)]).toEqual([
          sorted.n,
          sorted.at(1),
          sorted.at(sorted.n),
        ])
        for (let rank = 1; rank <= sorted.n; rank++) {
          const exact = sorted.at(rank) ?? 0
          expect(counts.at(rank)).toBeGreaterThanOrEqual(exact)
          expect(counts.at(rank)).toBeLessThanOrEqual(exact + exact / 1024)
        }
        expect([counts.at(0), counts.at(sorted.n + 1)]).toEqual([null, null])
      }),
    )
  })

  test('merging is commutative and associative, and equals counting all', () => {
    const merged = (...parts: readonly LogLinear[]) => {
      const all = new LogLinear()
      for (const part of parts) all.merge(part)
      return all
    }
    fc.assert(
      fc.property(wholes, wholes, wholes, (x, y, z) => {
        const [a, b, c] = [counted(x), counted(y), counted(z)]
        const all = state(counted([...z, ...y, ...x]))
        expect(state(merged(a, b, c))).toEqual(all)
        expect(state(merged(c, b, a))).toEqual(all)
        expect(state(merged(merged(a, b), c))).toEqual(all)
        expect(state(merged(a, merged(b, c)))).toEqual(all)
        expect(state(a)).toEqual(state(counted(x)))
      }),
      { numRuns: 50 },
    )
  })

  test.each([-1, 0.5, Number.NaN, 2 ** 53])('%d is refused', (value) => {
    expect(() => new LogLinear().add(value)).toThrow(RangeError)
  })
})

describe('recording', () => {
  test('a few thousand values are kept exactly', () => {
    const values = latencies(2_048, 5)
    const recorded = Recorder.of(values).sample()
    const sorted = new Sorted(values)
    for (let rank = 1; rank <= sorted.n; rank++) expect(recorded.at(rank)).toBe(sorted.at(rank))
  })

  test('of many, quantiles and the ends of their intervals are within 1/1024, the extremes exact', () => {
    const values = latencies(50_000, 6)
    const recorded = Recorder.of(values).sample()
    const sorted = new Sorted(values)
    expect([recorded.n, recorded.at(1), recorded.at(recorded.n)]).toEqual([
      sorted.n,
      sorted.at(1),
      sorted.at(sorted.n),
    ])
    for (const p of Object.values(quantileLevels)) {
      const found = [quantile(recorded, p), ...quantileInterval(recorded, p)]
      const exact = [quantile(sorted, p), ...quantileInterval(sorted, p)]
      for (const [i, value] of exact.entries()) {
        expect(found[i]).toBeGreaterThanOrEqual(value ?? Number.NaN)
        expect(found[i]).toBeLessThanOrEqual((value ?? Number.NaN) * (1 + 1 / 1024))
      }
    }
  })

  test('neither the order of values nor the way they are parted changes anything', () => {
    // Around the number at which keeping ends, where it could.
    const sizes = fc.array(fc.integer({ min: 0, max: 1_500 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(sizes, fc.integer(), (sizes, seed) => {
        const parts = sizes.map((size, i) => latencies(size, seed + i))
        const whole = JSON.stringify(distribution(Recorder.of(parts.flat())))
        expect(JSON.stringify(distribution(Recorder.of(parts.flat().toReversed())))).toBe(whole)
        const recorders = parts.map((part) => Recorder.of(part))
        expect(JSON.stringify(distribution(Recorder.merged(recorders)))).toBe(whole)
        const [first, ...rest] = recorders.toReversed()
        const nested = Recorder.merged([Recorder.merged(rest), ...(first ? [first] : [])])
        expect(JSON.stringify(distribution(nested))).toBe(whole)
      }),
      { numRuns: 10 },
    )
  })

  test('the histogram is that of the values, kept or counted', () => {
    for (const n of [10, 3_000]) {
      const values = latencies(n, 7)
      const us = counted(values.map((ms) => Math.round(ms * 1000)))
      const halves = Recorder.merged([Recorder.of(values.slice(n / 2)), Recorder.of(values.slice(0, n / 2))])
      expect(halves.histogram()).toBe(histogram(us))
      expect(distribution(values).histogram).toBe(histogram(us))
    }
  })
})
