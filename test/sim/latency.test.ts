import { expect, test } from 'vitest'
import { drawLatency, latencySchema } from '../../src/sim/latency.ts'
import { randomFor } from '../../src/sim/random.ts'

function draws(latency: unknown, count = 4000): number[] {
  const checked = latencySchema.parse(latency)
  const random = randomFor(3, 0, 'latency')
  return Array.from({ length: count }, (_, nth) => drawLatency(checked, nth, random)).sort((a, b) => a - b)
}

test('a number is a constant', () => {
  expect(new Set(draws(12.5))).toEqual(new Set([12.5]))
})

test('lognormal has the median and the spread that were set', () => {
  const sorted = draws({ lognormal: { median: 200, sigma: 0.5 } })
  expect(sorted[2000]).toBeGreaterThan(190)
  expect(sorted[2000]).toBeLessThan(210)
  // The 84th percentile of a lognormal is median · e^sigma.
  expect(sorted[Math.round(0.8413 * 4000)]).toBeGreaterThan(200 * Math.exp(0.5) * 0.94)
  expect(sorted[Math.round(0.8413 * 4000)]).toBeLessThan(200 * Math.exp(0.5) * 1.06)
})

test('bimodal takes the second value for its share', () => {
  const sorted = draws({ bimodal: { a: 100, b: 900, share: 0.25 } })
  expect(new Set(sorted)).toEqual(new Set([100, 900]))
  expect(sorted.filter((ms) => ms === 900).length / 4000).toBeCloseTo(0.25, 1)
})

test('a trace comes in its order and begins again', () => {
  const random = randomFor(3, 0, 'latency')
  expect([0, 1, 2, 3].map((nth) => drawLatency({ trace: [5, 7, 9] }, nth, random))).toEqual([5, 7, 9, 5])
})

test('streams of draws for neighbouring requests and purposes differ', () => {
  const first = (nth: number, purpose: 'text' | 'faults') => randomFor(3, nth, purpose).unit()
  const all = [first(0, 'text'), first(1, 'text'), first(0, 'faults'), first(1, 'faults')]
  expect(new Set(all).size).toBe(4)
})
