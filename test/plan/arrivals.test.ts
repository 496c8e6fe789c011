import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OpenShape } from '../../src/core/plan.ts'
import { arrivalsOf, arrivalTimes } from '../../src/plan/arrivals.ts'
import { planRun } from '../../src/plan/plan.ts'
import { parseProfile } from '../../src/profile/parse.ts'

const shape = (over: Partial<OpenShape> = {}): OpenShape => ({
  type: 'open',
  perSecond: 5,
  arrivals: 'poisson',
  ...over,
})

function first(count: number, of: OpenShape, seed: number): number[] {
  const times = arrivalTimes(of, seed)
  return Array.from({ length: count }, () => Number(times.next().value))
}

const gapsOf = (times: readonly number[]): number[] => times.map((at, i) => at - (times[i - 1] ?? 0))
const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length
function deviation(values: readonly number[]): number {
  const centre = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)))
}

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const shapes = fc.record({
  type: fc.constant('open' as const),
  perSecond: fc.double({ min: 0.01, max: 500, noNaN: true }),
  arrivals: fc.constantFrom('constant' as const, 'poisson' as const, 'gamma' as const),
  burstiness: fc.double({ min: 0.05, max: 50, noNaN: true }),
})

describe('times of arrival', () => {
  test('ascend, are finite, and are the same for the same seed', () => {
    fc.assert(
      fc.property(shapes, seeds, (of, seed) => {
        const times = first(200, of, seed)
        expect(times).toEqual(first(200, of, seed))
        for (const [i, at] of times.entries()) expect(at).toBeGreaterThanOrEqual(times[i - 1] ?? 0)
        expect(times.every(Number.isFinite)).toBe(true)
      }),
      { numRuns: 100, seed: 1 },
    )
  })

  test('constant: the nth comes n gaps after the first, without drift', () => {
    const times = first(100_001, shape({ arrivals: 'constant', perSecond: 3 }), 1)
    expect(times[0]).toBe(0)
    expect(times[99_999]).toBe(99_999 * (1000 / 3))
  })

  test('another seed gives other times', () => {
    const starts = Array.from({ length: 50 }, (_, seed) => first(3, shape(), seed).join())
    expect(new Set(starts).size).toBe(50)
  })

  // Gaps are independent: the mean of n of them has a standard error of cv / √n. Five of those are allowed.
  test.each([
    ['poisson', undefined, 1],
    ['gamma', 1, 1],
    ['gamma', 0.1, Math.sqrt(10)],
    ['gamma', 0.5, Math.SQRT2],
    ['gamma', 4, 0.5],
    ['gamma', 100, 0.1],
  ] as const)(
    '%s (burstiness %s): the rate asked for, and gaps of variation %d',
    (arrivals, burstiness, cv) => {
      const n = 40_000
      for (const seed of [1, 2, 3]) {
        const of = shape({ arrivals, perSecond: 20, ...(burstiness !== undefined && { burstiness }) })
        const gaps = gapsOf(first(n, of, seed))
        expect(Math.abs(mean(gaps) / 50 - 1)).toBeLessThan((5 * cv) / Math.sqrt(n))
        expect(Math.abs(deviation(gaps) / mean(gaps) / cv - 1)).toBeLessThan(0.1)
      }
    },
  )

  test('poisson: counts in equal stretches are as variable as they are many', () => {
    const times = first(30_000, shape({ perSecond: 10 }), 5)
    const counts = new Map<number, number>()
    for (const at of times) counts.set(Math.floor(at / 1000), (counts.get(Math.floor(at / 1000)) ?? 0) + 1)
    const all = [...counts.values()].slice(0, -1)
    expect(deviation(all) ** 2 / mean(all)).toBeGreaterThan(0.9)
    expect(deviation(all) ** 2 / mean(all)).toBeLessThan(1.1)
  })
})

describe('the arrivals at a relay', () => {
  const planOf = (load: object, more: object = {}) =>
    planRun(
      parseProfile(
        JSON.stringify({
          relays: ['a', 'b'].map((name) => ({ name, base_url: `https://${name}.example/v1` })),
          models: ['m', 'n'],
          load: { seed: 7, ...load },
          ...more,
        }),
        { file: 'test.yaml', env: {} },
      ),
    )
  const plan = planOf({ rate: '4/s', requests: 3, warmup: 2 })

  test('are its counted probes in the order of the plan, each at its time', () => {
    const arrivals = [...arrivalsOf(plan, shape({ perSecond: 4 }), 'a', new Set())]
    expect(arrivals.map(({ probe }) => [probe.round, probe.cell.relay])).toEqual(
      [1, 1, 2, 2, 3, 3].map((round) => [round, 'a']),
    )
    expect(arrivals.map(({ atMs }) => atMs)).toEqual(first(6, shape({ perSecond: 4 }), 7))
  })

  test('after a resume: those that are left, with their gaps, from the start', () => {
    const all = [...arrivalsOf(plan, shape(), 'a', new Set())]
    const finished = new Set([0, 1, 3].map((i) => all[i]?.probe.id ?? ''))
    const left = [...arrivalsOf(plan, shape(), 'a', finished)]
    const times = all.map(({ atMs }) => atMs)
    const zero = times[2] ?? 0
    expect(left.map(({ probe }) => probe.id)).toEqual([2, 4, 5].map((i) => all[i]?.probe.id))
    expect(left.map(({ atMs }) => atMs)).toEqual([2, 4, 5].map((i) => (times[i] ?? 0) - zero))
  })

  test.each([
    [{ rate: '5/s' }, { perSecond: 5, arrivals: 'poisson' }, 64],
    [{ rate: '30/m', arrivals: 'constant' }, { perSecond: 0.5, arrivals: 'constant' }, 10],
    [{ rate: '90/h', burstiness: 0.2 }, { perSecond: 0.025, arrivals: 'gamma', burstiness: 0.2 }, 2],
    [{ rate: '1/s', arrivals: 'gamma', concurrency: 3 }, { arrivals: 'gamma', burstiness: 0.5 }, 3],
  ])('%j: planned as %j, at most %i in flight', (load, planned, lanes) => {
    const { shape: of, concurrency } = planOf(load).load
    expect(of).toMatchObject({ type: 'open', ...planned })
    expect(concurrency['a']).toBe(lanes)
  })

  test("a relay's own limit bounds the lanes; a closed loop has no shape", () => {
    expect(planOf({ rate: '5/s' }, { limits: { concurrency: 4 } }).load.concurrency).toEqual({ a: 4, b: 4 })
    expect(planOf({}).load.shape).toBeUndefined()
  })
})
