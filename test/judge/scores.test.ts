import { describe, expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import { answers, cell, journal } from './journal.ts'
import { type Behaviour, behaves, type Prices, priced } from './standing.ts'

const cells = ['a', 'b'].map((relay) => cell(relay, { relay }))
const [a = cell('a'), b = cell('b')] = cells
const one = { inputUsdPerMtok: 1, outputUsdPerMtok: 4 }
const two = { inputUsdPerMtok: 2, outputUsdPerMtok: 8 }
const all = { availability: 40, ttft: 30, price: 30 }

const good: Behaviour = { ttftMs: 200, answers: 1 }

const scoresOf = (
  weights: unknown,
  prices: Prices,
  behaviours: readonly [Behaviour, Behaviour] = [good, good],
  rounds = 60,
) =>
  judge(
    journal(
      priced(cells, prices, { weights }),
      behaviours.flatMap((behaviour, i) => behaves(cells[i] ?? a, rounds, behaviour, i + 1)),
    ),
  ).scores

describe('scores', () => {
  test('without weights there are none', () => {
    expect(scoresOf(undefined, { a: one, b: two })).toBeUndefined()
    expect(scoresOf({}, { a: one, b: two })).toBeUndefined()
  })

  test.each([['text'], [[1, 2]], [{ ttft: 'much' }], [{ ttft: -1 }], [{ speed: 3 }]])(
    'weights like %j in the journal of another hand are none',
    (weights) => expect(scoresOf(weights, { a: one, b: two })).toBeUndefined(),
  )

  test('contributions add up to the score, and twice the price earns half of its weight', () => {
    const scores = scoresOf(all, { a: one, b: two }) ?? []
    expect(scores.map(({ cell: id }) => id)).toEqual(['a', 'b'])
    for (const { score, criteria, low, high } of scores) {
      expect(criteria.reduce((sum, { contribution }) => sum + (contribution ?? 0), 0)).toBeCloseTo(
        score ?? 0,
        3,
      )
      expect(low).toBeLessThanOrEqual(score ?? 0)
      expect(high).toBeGreaterThanOrEqual(score ?? 0)
    }
    expect(scores[0]?.criteria.at(-1)).toMatchObject({ criterion: 'price', weight: 30, contribution: 30 })
    expect(scores[1]?.criteria.at(-1)).toMatchObject({ contribution: 15, low: 15, high: 15 })
  })

  test('weights are shares of what they add up to', () => {
    const scores = scoresOf({ availability: 1, price: 3 }, { a: one, b: two })
    expect(scores?.[0]?.criteria.map(({ criterion, weight }) => [criterion, weight])).toEqual([
      ['availability', 25],
      ['price', 75],
    ])
  })

  test('times of answers are compared by ratios: the double earns half, four times as much nothing', () => {
    const timed = (ms: number) => Array.from({ length: 40 }, () => ms)
    const contributions = (ms: number) =>
      judge(
        journal(priced(cells, {}, { weights: { ttft: 1 } }), answers(a, timed(200)), answers(b, timed(ms))),
      ).scores?.map(({ score }) => score)
    expect(contributions(400)).toEqual([100, 50])
    expect(contributions(800)).toEqual([100, 0])
    expect(contributions(9_000)).toEqual([100, 0])
  })

  test('an unknown price is no score, and no guess', () => {
    const scores = scoresOf(all, { a: one })
    expect(scores?.map(({ cell: id, score, place }) => [id, score, place])).toEqual([
      ['a', expect.any(Number), 1],
      ['b', null, null],
    ])
    expect(scores?.[1]?.criteria.at(-1)).toMatchObject({ criterion: 'price', contribution: null })
  })

  test('scores that cannot be told apart share a place', () => {
    const alike = scoresOf({ availability: 50, ttft: 50 }, {})
    expect(alike?.map(({ place }) => place)).toEqual([1, 1])
    const apart = scoresOf({ availability: 50, ttft: 50 }, {}, [good, { ttftMs: 900, answers: 0.8 }])
    expect(apart?.map(({ place }) => place)).toEqual([1, 2])
  })

  test('answers in one piece are scored by their E2E', () => {
    const whole = cells.map((each) => ({ ...each, mode: 'whole' as const }))
    const { scores } = judge(
      journal(
        priced(whole, { a: one, b: one }, { weights: { ttft: 1 } }),
        whole.flatMap((each, i) => behaves(each, 30, { ttftMs: 300 + 900 * i, answers: 1 }, i)),
      ),
    )
    expect(scores?.map(({ cell: id, mode }) => [id, mode])).toEqual([
      ['a', 'whole'],
      ['b', 'whole'],
    ])
  })
})
