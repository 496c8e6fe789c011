import { expect, test } from 'vitest'
import { censoredDistribution, distribution } from '../../src/statistics/distribution.ts'

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)

test('what n values do not support is null', () => {
  const { histogram, ...rest } = distribution(upTo(19))
  expect(histogram).toMatch(/^HISTF/)
  expect(rest).toEqual({
    n: 19,
    p50: 10,
    p90: 18,
    p95: null,
    p99: null,
    min: 1,
    max: 19,
    intervals: { p50: [6, 15], p90: [15, null], p95: [null, null], p99: [null, null] },
  })
})

test('of no values there is nothing but n', () => {
  const none = [null, null]
  expect(distribution([])).toEqual({
    n: 0,
    p50: null,
    p90: null,
    p95: null,
    p99: null,
    min: null,
    max: null,
    intervals: { p50: none, p90: none, p95: none, p99: none },
    histogram: null,
  })
})

test('failures count, and hide the quantiles that fall among them', () => {
  expect(censoredDistribution(upTo(95), 5)).toEqual({ n: 100, p50: 50, p90: 90, p95: 95, p99: null })
})
