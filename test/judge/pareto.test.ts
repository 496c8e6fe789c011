import { describe, expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import { cell, journal } from './journal.ts'
import { type Behaviour, behaves, type Prices, priced } from './standing.ts'

const relays = ['a', 'b', 'c']
const cells = relays.map((relay) => cell(relay, { relay }))

const good: Behaviour = { ttftMs: 200, answers: 1 }
const slow: Behaviour = { ttftMs: 900, answers: 1 }

const at = (input: number, output = 4 * input) => ({ inputUsdPerMtok: input, outputUsdPerMtok: output })

const paretoOf = (prices: Prices, behaviours: readonly Behaviour[], rounds = 40) =>
  judge(
    journal(
      priced(cells, prices),
      behaviours.flatMap((behaviour, i) => behaves(cells[i] ?? cell('x'), rounds, behaviour, i + 1)),
    ),
  ).pareto

const statesOf = (...of: Parameters<typeof paretoOf>) =>
  paretoOf(...of)?.[0]?.cells.map(({ state, beatenBy }) => [state, ...beatenBy])

describe('price, speed and availability together', () => {
  test('is told of no relays whose prices nobody knows, and not of one price alone', () => {
    expect(paretoOf({}, [good, slow])).toBeUndefined()
    expect(paretoOf({ a: at(1) }, [good, slow])).toBeUndefined()
  })

  test('the dear quick one and the cheap slow one are both unbeaten', () => {
    expect(statesOf({ a: at(2), b: at(1) }, [good, slow])).toEqual([['unbeaten'], ['unbeaten']])
  })

  test('who is dearer and slower is beaten, and it says in what', () => {
    expect(statesOf({ a: at(1), b: at(2) }, [good, slow])).toEqual([
      ['unbeaten'],
      ['beaten', { cell: 'a', in: ['price', 'speed'] }],
    ])
  })

  test('an edge that the data does not show is none: the cheaper of two alike wins', () => {
    expect(statesOf({ a: at(2), b: at(1) }, [good, good])).toEqual([
      ['beaten', { cell: 'b', in: ['price'] }],
      ['unbeaten'],
    ])
  })

  test('an unknown price is never taken for a high one', () => {
    expect(statesOf({ a: at(1), b: at(2) }, [good, slow, slow])).toEqual([
      ['unbeaten'],
      ['beaten', { cell: 'a', in: ['price', 'speed'] }],
      ['unknown-price'],
    ])
  })

  test('the same tariff is the same price, whoever was the more talkative', () => {
    const talkative = { ...good, outputTokens: 60 }
    expect(statesOf({ a: at(1), b: at(1) }, [good, talkative])).toEqual([['unbeaten'], ['unbeaten']])
  })

  test('the price is that of 1,000 answers at the tokens that were counted', () => {
    const group = paretoOf({ a: at(1, 4), b: { ...at(2, 8), perRequestUsd: 0.001 } }, [good, good])?.[0]
    // 100 tokens in and 40 out.
    expect(group?.cells.map(({ usdPer1000 }) => usdPer1000)).toEqual([0.26, 1.52])
  })

  test('a relay that did not answer is in no group', () => {
    const group = paretoOf({ a: at(1), b: at(2), c: at(3) }, [good, slow, { ...good, answers: 0 }])?.[0]
    expect(group?.cells.map(({ cell: id }) => id)).toEqual(['a', 'b'])
  })
})
