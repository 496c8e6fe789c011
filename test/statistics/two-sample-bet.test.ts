import { describe, expect, test } from 'vitest'
import { drawsFrom } from '../../src/core/draws.ts'
import { TwoSampleBet } from '../../src/statistics/two-sample-bet.ts'

type Pair = readonly [string, string]

function betOn(pairs: readonly Pair[], tolerance: number): TwoSampleBet {
  const bet = new TwoSampleBet(tolerance)
  for (const [a, b] of pairs) bet.add('question', a, b)
  return bet
}

interface Weighted {
  readonly pair: Pair
  readonly chance: number
}

/** Every pair of answers with its chance, each side drawing by itself. */
const pairsBy = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>) =>
  Object.entries(a).flatMap(([x, p]) =>
    Object.entries(b).map(([y, q]): Weighted => ({ pair: [x, y], chance: p * q })),
  )

/** The stake that is expected after so many pairs, over all sequences there are. */
function expected(choices: readonly Weighted[], pairs: number, tolerance: number): number {
  const walk = (sequence: readonly Pair[], chance: number): number =>
    sequence.length === pairs
      ? chance * betOn(sequence, tolerance).eValue
      : choices.reduce((sum, each) => sum + walk([...sequence, each.pair], chance * each.chance), 0)
  return walk([], 1)
}

describe('a bet on which of two answers is whose', () => {
  const said = { fox: 0.6, owl: 0.3, hen: 0.1 }

  test('is fair where both sources say the same as often: the expected stake stays 1', () => {
    for (const pairs of [1, 2, 3, 4]) expect(expected(pairsBy(said, said), pairs, 0)).toBeCloseTo(1, 12)
  })

  test('is expected to lose where no more than the tolerated share comes from elsewhere', () => {
    for (const elsewhere of [{ hen: 1 }, { owl: 0.5, hen: 0.5 }, { cat: 1 }]) {
      const mixed = new Map(Object.entries(said).map(([word, p]) => [word, p * 0.9]))
      for (const [word, p] of Object.entries(elsewhere)) mixed.set(word, (mixed.get(word) ?? 0) + 0.1 * p)
      for (const pairs of [1, 2, 3, 4])
        expect(expected(pairsBy(said, Object.fromEntries(mixed)), pairs, 0.1)).toBeLessThanOrEqual(1)
    }
  })

  test('gains where they differ', () => {
    expect(expected(pairsBy(said, { hen: 1 }), 4, 0)).toBeGreaterThan(1.3)
  })

  test('does not mind which source is called first', () => {
    const draws = drawsFrom('either way')
    const pairs = Array.from(
      { length: 50 },
      (): Pair => [draws.pick(['fox', 'owl', 'hen']), draws.pick(['fox', 'owl', 'cat'])],
    )
    const exchanged = pairs.map(([a, b]): Pair => [b, a])
    expect(betOn(pairs, 0.05).eValue).toBeCloseTo(betOn(exchanged, 0.05).eValue, 12)
  })

  test('does not carry over from one question to another', () => {
    const bet = new TwoSampleBet(0)
    for (const question of ['a', 'b', 'c']) bet.add(question, 'fox', 'owl')
    expect(bet.eValue).toBe(1)
    expect(bet.guesses).toEqual({ right: 0, of: 0 })
  })

  test('ever grows a hundredfold in at most one of a hundred runs of equal sources, and finds another one soon', () => {
    const runs = 2_000
    const found = (other: readonly string[], name: string): readonly number[] =>
      Array.from({ length: runs }, (_, run) => {
        const draws = drawsFrom(`${name} ${run}`)
        const bet = new TwoSampleBet(0)
        for (let pair = 1; pair <= 100; pair++) {
          bet.add(String(pair % 4), draws.pick(['fox', 'fox', 'owl', 'hen']), draws.pick(other))
          if (bet.pValue <= 0.01) return pair
        }
        return Number.POSITIVE_INFINITY
      })
    const falseAlarms = found(['fox', 'fox', 'owl', 'hen'], 'equal').filter(Number.isFinite).length
    expect(falseAlarms).toBeLessThanOrEqual(runs * 0.01)
    const late = found(['cat', 'cat', 'owl', 'dog'], 'other').filter((pair) => pair > 60).length
    expect(late).toBeLessThan(runs * 0.05)
  })
})
