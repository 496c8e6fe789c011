import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Censored } from '../../src/statistics/censored.ts'
import { quantileInterval } from '../../src/statistics/quantile-interval.ts'
import { Sorted } from '../../src/statistics/sample.ts'
import { seeded } from './random.ts'

const counting = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)
const upTo = (n: number): Sorted => new Sorted(counting(n))

describe('failures stand at +∞', () => {
  test('the interval is that of all values, with an open end where it falls among failures', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), fc.constantFrom(0.5, 0.9, 0.95, 0.99), (n, failures, p) => {
        const everything = [...counting(n), ...new Array<number>(failures).fill(Number.POSITIVE_INFINITY)]
        const open = (end: number | null) => (end === Number.POSITIVE_INFINITY ? null : end)
        const [low, high] = quantileInterval(new Sorted(everything), p)
        expect(quantileInterval(new Censored(upTo(n), failures), p)).toEqual([open(low), open(high)])
      }),
      { seed: 1 },
    )
  })

  test('the median of 100 lies between the ranks 41 and 61: the upper end is open from the 40th failure on', () => {
    expect(quantileInterval(new Censored(upTo(61), 39), 0.5)).toEqual([41, 61])
    expect(quantileInterval(new Censored(upTo(60), 40), 0.5)).toEqual([41, null])
    expect(quantileInterval(new Censored(upTo(40), 60), 0.5)).toEqual([null, null])
  })

  test('of failures alone nothing is known', () =>
    expect(quantileInterval(new Censored(upTo(0), 50), 0.9)).toEqual([null, null]))
})

test('the true p90 is covered although one probe in twenty has no value', () => {
  const random = seeded(2)
  const runs = 2000
  let covered = 0
  for (let run = 0; run < runs; run++) {
    const drawn = Array.from({ length: 100 }, () => random.unit())
    const answered = drawn.filter((u) => u < 0.95)
    const [low, high] = quantileInterval(new Censored(new Sorted(answered), 100 - answered.length), 0.9)
    if ((low ?? 0) <= 0.9 && 0.9 <= (high ?? Number.POSITIVE_INFINITY)) covered++
  }
  expect(covered / runs).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.95 * 0.05) / runs))
})
