import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomFor } from '../../src/sim/random.ts'
import { rankSumP, unpairedRatio } from '../../src/statistics/rank-sum.ts'
import { pairedRatio, signedRankP } from '../../src/statistics/signed-rank.ts'
import reference from './rank-reference.json' with { type: 'json' }

const array = (values: readonly number[]): Float64Array => Float64Array.from(values)

describe('agrees with scipy to 1e-9', () => {
  test.each(reference.signedRank)('signed rank, $case', ({ differences, p }) => {
    expect(signedRankP(differences)).toBeCloseTo(p, 9)
  })

  test.each(reference.rankSum)('rank sum, $case', ({ a, b, p }) => {
    expect(rankSumP(array(a), array(b))).toBeCloseTo(p, 9)
  })

  test.each(reference.paired)('paired ratio, %#', ({ pairs, ratio, low, high, p }) => {
    const found = pairedRatio(pairs.map(([a = 0, b = 0]) => [a, b] as const))
    expect(found.ratio).toBeCloseTo(ratio, 9)
    expect(found.low).toBeCloseTo(low, 9)
    expect(found.high).toBeCloseTo(high, 9)
    expect(found.pValue).toBeCloseTo(p, 9)
  })

  test.each(reference.unpaired)('unpaired ratio, %#', ({ a, b, ratio, low, high, p }) => {
    const found = unpairedRatio(array(a), array(b))
    expect(found.ratio).toBeCloseTo(ratio, 9)
    expect(found.low).toBeCloseTo(low, 9)
    expect(found.high).toBeCloseTo(high, 9)
    expect(found.pValue).toBeCloseTo(p, 9)
  })
})

const failed = Number.POSITIVE_INFINITY
const time = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 400 }).map((n) => n * 2.5) },
  { weight: 1, arbitrary: fc.constant(failed) },
)
const times = fc.array(time, { minLength: 1, maxLength: 30 })
const pairs = fc.array(fc.tuple(time, time), { minLength: 1, maxLength: 30 })

/** 1/x, where 1/0 is +∞ and the other way round; null stays. */
const inverse = (value: number | null): number | null => (value === null ? null : 1 / value)

function same(found: number | null, expected: number | null): void {
  if (found === null || expected === null || !Number.isFinite(expected)) expect(found).toBe(expected)
  else expect(found / (expected || 1)).toBeCloseTo(expected === 0 ? 0 : 1, 8)
}

type Measured = ReturnType<typeof pairedRatio>

const sameRatio = (found: Measured, expected: Measured): void => {
  for (const key of ['ratio', 'low', 'high', 'pValue', 'n'] as const) same(found[key], expected[key])
}

const inverted = ({ ratio, low, high, ...rest }: Measured): Measured => ({
  ...rest,
  ratio: inverse(ratio),
  low: inverse(high),
  high: inverse(low),
})

describe('unpaired', () => {
  test('sides swapped give the inverse; the order of values and their unit change nothing', () => {
    fc.assert(
      fc.property(times, times, (a, b) => {
        const found = unpairedRatio(array(a), array(b))
        sameRatio(unpairedRatio(array(b), array(a)), inverted(found))
        sameRatio(unpairedRatio(array(a.toReversed()), array(b.toSorted())), found)
        sameRatio(unpairedRatio(array(a.map((x) => x * 7)), array(b.map((x) => x * 7))), found)
      }),
      { seed: 11, numRuns: 60 },
    )
  })

  test('one side k times as slow gives k times the ratio', () => {
    fc.assert(
      fc.property(times, times, (a, b) => {
        const { pValue: _p, n: _n, ...found } = unpairedRatio(array(a), array(b))
        const slower = unpairedRatio(array(a), array(b.map((x) => x * 3)))
        for (const key of ['ratio', 'low', 'high'] as const) {
          const value = found[key]
          same(slower[key], value === null ? null : value * 3)
        }
      }),
      { seed: 12, numRuns: 60 },
    )
  })

  test('10,000 by 10,000 are compared without their pairs', () => {
    const random = randomFor(3, 0, 'latency')
    const draw = (factor: number) =>
      Float64Array.from({ length: 10_000 }, () => factor * Math.exp(random.normal() / 2))
    const { ratio, low, high, pValue, n } = unpairedRatio(draw(400), draw(440))
    expect(n).toBe(20_000)
    expect(ratio).toBeGreaterThan(1.08)
    expect(ratio).toBeLessThan(1.12)
    expect((high ?? 0) - (low ?? 0)).toBeLessThan(0.05)
    expect(pValue).toBeLessThan(1e-20)
  })

  test('failures outweigh whatever the answers took', () => {
    const found = unpairedRatio(array([1, 2, 3, 4]), array([1, failed, failed, failed]))
    expect(found.ratio).toBe(failed)
    expect(unpairedRatio(array([failed]), array([failed]))).toMatchObject({ ratio: null, pValue: 1 })
    expect(unpairedRatio(array([]), array([5]))).toMatchObject({ ratio: null, n: 0, pValue: 1 })
  })
})

describe('paired', () => {
  test('sides swapped give the inverse; the order of pairs and their unit change nothing', () => {
    fc.assert(
      fc.property(pairs, (some) => {
        const found = pairedRatio(some)
        sameRatio(pairedRatio(some.map(([a, b]) => [b, a] as const)), inverted(found))
        sameRatio(pairedRatio(some.toReversed()), found)
        sameRatio(pairedRatio(some.map(([a, b]) => [a * 4, b * 4] as const)), found)
      }),
      { seed: 13, numRuns: 100 },
    )
  })

  test('what all rounds share cancels out, so a small difference shows that the unpaired test misses', () => {
    const random = randomFor(5, 0, 'latency')
    const rounds = Array.from({ length: 25 }, () => {
      const shared = 500 * Math.exp(random.normal())
      return [shared, shared * 1.1 * Math.exp(random.normal() / 10)] as const
    })
    expect(pairedRatio(rounds).pValue).toBeLessThan(0.001)
    expect(
      unpairedRatio(array(rounds.map(([a]) => a)), array(rounds.map(([, b]) => b))).pValue,
    ).toBeGreaterThan(0.2)
  })

  test('a pair of failures says nothing, a single one says that the other was better', () => {
    expect(pairedRatio([[failed, failed]])).toMatchObject({ n: 0, ratio: null, pValue: 1 })
    const found = pairedRatio(Array.from({ length: 8 }, () => [100, failed] as const))
    expect(found).toMatchObject({ n: 8, ratio: failed, pValue: 2 / 256 })
  })
})

describe('coverage of the 95 % intervals, by simulation', () => {
  const trials = 400

  /** How often the true ratio lies in the interval; 0.95 − 3 standard errors at these trials is 0.917. */
  function coverage(measure: (draw: () => number) => Measured, truth: number): number {
    const random = randomFor(17, 1, 'latency')
    const draw = () => 300 * Math.exp(0.6 * random.normal()) + 200 * random.unit()
    let inside = 0
    for (let i = 0; i < trials; i++) {
      const { low, high } = measure(draw)
      if ((low ?? 0) <= truth && truth <= (high ?? failed)) inside++
    }
    return inside / trials
  }

  const draws = (n: number, of: () => number) => Float64Array.from({ length: n }, of)

  test.each([
    [8, 8],
    [20, 20],
    [50, 30],
    [100, 100],
  ])('unpaired, %i and %i', (m, n) => {
    const share = coverage(
      (draw) =>
        unpairedRatio(
          draws(m, draw),
          draws(n, () => 1.3 * draw()),
        ),
      1.3,
    )
    expect(share).toBeGreaterThan(0.917)
  })

  test.each([8, 20, 50, 120])('paired, %i', (n) => {
    const share = coverage(
      (draw) => pairedRatio(Array.from({ length: n }, () => [draw(), 1.3 * draw()] as const)),
      1.3,
    )
    expect(share).toBeGreaterThan(0.917)
  })
})
