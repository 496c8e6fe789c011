import { expect, test } from 'vitest'
import { apart, sumOf } from '../../src/statistics/mover.ts'

test('distances to the ends add up as squares, each side for itself', () => {
  expect(
    sumOf([
      { value: 10, low: 7, high: 14 },
      { value: 20, low: 16, high: 23 },
    ]),
  ).toEqual({ value: 30, low: 25, high: 35 })
})

test('the sum of nothing is 0', () => {
  expect(sumOf([])).toEqual({ value: 0, low: 0, high: 0 })
})

test('two are apart when their distance is more than that of the ends between them', () => {
  const upper = { value: 50, low: 47, high: 90 }
  expect(apart(upper, { value: 44.9, low: 0, high: 48.9 }, 1)).toBe(true)
  expect(apart(upper, { value: 45.1, low: 0, high: 49.1 }, 1)).toBe(false)
})

test('many questions ask for more', () => {
  const upper = { value: 50, low: 47, high: 90 }
  const lower = { value: 44.5, low: 0, high: 48.5 }
  expect([1, 10, 100].map((questions) => apart(upper, lower, questions))).toEqual([true, false, false])
})

test('what has no interval is apart as soon as it differs', () => {
  const exact = (value: number) => ({ value, low: value, high: value })
  expect(apart(exact(2), exact(1), 6)).toBe(true)
  expect(apart(exact(1), exact(1), 6)).toBe(false)
})
