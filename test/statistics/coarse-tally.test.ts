import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CoarseTally } from '../../src/statistics/coarse-tally.ts'
import { quantile } from '../../src/statistics/quantile.ts'
import { Sorted } from '../../src/statistics/sample.ts'

const times = fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 80 })

function tallyOf(values: readonly number[]): CoarseTally {
  const tally = new CoarseTally()
  for (const value of values) tally.add(value)
  return tally
}

test('the median is that of nearest rank, within 1 %', () => {
  fc.assert(
    fc.property(times, (values) => {
      const exact = quantile(new Sorted(Float64Array.from(values)), 0.5) ?? Number.NaN
      expect(Math.abs((tallyOf(values).median() ?? 0) / exact - 1)).toBeLessThan(0.0101)
    }),
  )
})

test('parts merge into what the whole would have been, in any order', () => {
  fc.assert(
    fc.property(times, times, (some, others) => {
      const merged = tallyOf(others)
      merged.merge(tallyOf(some))
      expect(merged.median()).toBe(tallyOf([...some, ...others].reverse()).median())
    }),
  )
})

test('nothing has no median', () => {
  expect(new CoarseTally().median()).toBeNull()
})
