import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  count,
  dollars,
  millisecondInterval,
  milliseconds,
  missing,
  percent,
  percentInterval,
  perSecond,
} from '../../src/report/figures.ts'

test.each([
  [0, '$0.00'],
  [0.000_000_1, '$0.0001'],
  [0.004_2, '$0.0042'],
  [0.5, '$0.50'],
  [0.123, '$0.123'],
  [0.123_41, '$0.1235'],
  [0.999_99, '$1.00'],
  [12.3, '$12.30'],
  [12.301, '$12.31'],
])('%s USD is written as %s, and never as less', (usd, written) => expect(dollars(usd)).toBe(written))

describe('times', () => {
  test.each([
    [null, '—'],
    [0, '0 ms'],
    [0.001, '<0.01 ms'],
    [0.42, '0.42 ms'],
    [1.2345, '1.23 ms'],
    [12.34, '12.3 ms'],
    [99.96, '100 ms'],
    [812.4, '812 ms'],
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [1240, '1.24 s'],
    [12_340, '12.3 s'],
    [123_400, '123 s'],
  ])('%s ms is written as %s', (ms, written) => expect(milliseconds(ms)).toBe(written))

  test.each([
    [812, [790, 850], '[790, 850]'],
    [1240, [990, 1390], '[0.99, 1.39]'],
    [812, [790, null], '[790, —]'],
    [812, [null, null], missing],
    [null, [1, 2], missing],
  ] as const)('the interval of %s ms, %j, shares its unit: %s', (ms, interval, written) =>
    expect(millisecondInterval(ms, interval)).toBe(written),
  )
})

describe('shares', () => {
  test.each([
    [null, '—'],
    [0, '0%'],
    [0.00001, '<0.01%'],
    [0.00009, '<0.01%'],
    [0.0001, '0.01%'],
    [0.0004, '0.04%'],
    [0.975, '97.5%'],
    [0.9994, '99.9%'],
    [0.9996, '99.96%'],
    [0.99999, '>99.99%'],
    [1, '100%'],
  ])('%s is written as %s', (share, written) => expect(percent(share)).toBe(written))

  test('nothing below one is written as 100%, and nothing above zero as 0%', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), (kept) => {
        expect(percent(kept / 100_000)).not.toMatch(/^(100|0)(\.0+)?%$/)
      }),
      { seed: 1, numRuns: 2000 },
    )
  })

  test('an interval needs both ends', () => {
    expect(percentInterval(0.868, 0.999)).toBe('[86.8, 99.9]')
    expect(percentInterval(null, 0.999)).toBe(missing)
  })
})

test.each([
  [0, '0'],
  [999, '999'],
  [12_345, '12,345'],
  [1_234_567, '1,234,567'],
])('%i is counted as %s', (value, written) => expect(count(value)).toBe(written))

test.each([
  [null, '—'],
  [9.876, '9.88'],
  [61.23, '61.2'],
  [128.4, '128'],
])('%s tokens a second are written as %s', (rate, written) => expect(perSecond(rate)).toBe(written))
