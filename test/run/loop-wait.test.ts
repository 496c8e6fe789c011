import { describe, expect, test } from 'vitest'
import { delaysOf, waitP99 } from '../../src/run/loop-wait.ts'

describe('what an event waits for the loop', () => {
  test('without stalls it is the p99 of the delays', () => {
    const delays = [
      { delayMs: 0.1, count: 980 },
      { delayMs: 3, count: 19 },
      { delayMs: 8, count: 1 },
    ]
    expect(waitP99(delays, 10)).toBe(3)
  })

  test('a stall counts by its length, not as one sample', () => {
    // 500 ms of about ten seconds: what would have been sampled meanwhile waited 500, 490, … ms.
    const delays = [
      { delayMs: 0.1, count: 949 },
      { delayMs: 500, count: 1 },
    ]
    // 1000 samples with those that are added: the largest ten are 500 … 410.
    expect(waitP99(delays, 10)).toBe(400)
  })

  test('of nothing it is 0', () => {
    expect(waitP99([], 10)).toBe(0)
  })

  test('a histogram of percentiles becomes counts, and loses the time between ticks', () => {
    const percentiles = new Map([
      [100, 504e6],
      [0, 9.1e6],
      [50, 10.1e6],
      [75, 10.2e6],
      [87.5, 12e6],
    ])
    const delays = delaysOf({ percentiles, count: 8 }, 10)
    expect(delays.map(({ count }) => count)).toEqual([4, 2, 1, 1])
    expect(delays.map(({ delayMs }) => Math.round(delayMs * 10) / 10)).toEqual([0.1, 0.2, 2, 494])
  })
})
