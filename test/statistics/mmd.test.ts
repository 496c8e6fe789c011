import { describe, expect, test } from 'vitest'
import { drawsFrom } from '../../src/core/draws.ts'
import { type Answers, mmdTest } from '../../src/statistics/mmd.ts'
import { firstWords, wordLikeness } from '../../src/statistics/word-kernel.ts'

const isSame = (x: string, y: string): number => (x === y ? 1 : 0)

/** Answers to some questions, each side drawing from its own list. */
function sides(name: string, sizes: readonly (readonly [number, number])[], a: string, b: string) {
  const draws = drawsFrom(name)
  const from = (list: string, count: number): string[] =>
    Array.from({ length: count }, () => draws.pick(list.split(' ')))
  return sizes.map(([m, n], i): Answers<string> => {
    const question = i === 0 ? '' : ` only${i}`
    return { a: from(a + question, m), b: from(b + question, n) }
  })
}

const sizes = [
  [6, 6],
  [5, 8],
  [7, 3],
] as const

const pOf = (strata: readonly Answers<string>[], name: string, most = 999): number =>
  mmdTest(strata, isSame, drawsFrom(name), most).p

describe('maximum mean discrepancy', () => {
  test('agrees with all arrangements counted: 2 of 20, and 4 of 20 × 20', () => {
    const apart: Answers<string> = { a: ['fox', 'fox', 'fox'], b: ['owl', 'owl', 'owl'] }
    const most = 20_000
    for (const [strata, chance] of [
      [[apart], 2 / 20],
      [[apart, apart], 4 / 400],
    ] as const) {
      const p = pOf(strata, `counted ${strata.length}`, most)
      // A hundred extremes: known to a tenth.
      expect(Math.abs(p - chance)).toBeLessThan(0.4 * chance)
    }
  })

  test('of equal sources no level is passed more often than it says (2,000 runs, seeds "equal 0" on)', () => {
    const runs = 2_000
    const ps = Array.from({ length: runs }, (_, run) =>
      pOf(sides(`equal ${run}`, sizes, 'fox fox owl hen cat', 'fox fox owl hen cat'), `deal ${run}`, 399),
    )
    for (const level of [0.01, 0.05, 0.1, 0.25, 0.5, 0.75]) {
      const share = ps.filter((p) => p <= level).length / runs
      const error = 4 * Math.sqrt((level * (1 - level)) / runs)
      expect(share).toBeLessThan(level + error)
      // Ties make p-values larger, here by little.
      expect(share).toBeGreaterThan(0.6 * level - error)
    }
  })

  test('finds sources that differ, and reaches the smallest p-value there is (seeds "other 0" on)', () => {
    const ps = Array.from({ length: 50 }, (_, run) =>
      pOf(
        sides(
          `other ${run}`,
          Array.from({ length: 10 }, () => [12, 12]),
          'fox fox owl',
          'hen hen owl',
        ),
        `deal ${run}`,
        20_000,
      ),
    )
    expect(Math.max(...ps)).toBe(1 / 20_001)
  })

  test('a difference between questions is none between sources', () => {
    const strata = [
      { a: ['fox', 'fox'], b: ['fox', 'fox', 'fox'] },
      { a: ['owl', 'owl', 'owl'], b: ['owl'] },
    ]
    expect(mmdTest(strata, isSame, drawsFrom('none'), 999)).toEqual({ p: 1, within: 1, across: 1 })
  })

  test('compares nothing with nothing', () => {
    const none = { p: 1, within: null, across: null }
    expect(mmdTest([], isSame, drawsFrom('none'), 999)).toEqual(none)
    expect(mmdTest([{ a: ['fox'], b: [] }], isSame, drawsFrom('none'), 999)).toEqual(none)
  })

  test('does not mind the order of answers, of questions, or which source is called first', () => {
    const strata = sides('either way', sizes, 'fox fox owl hen', 'fox owl owl cat')
    const most = 200_000
    const expected = pOf(strata, 'first', most)
    const turned = [
      strata.toReversed(),
      strata.map(({ a, b }) => ({ a: b, b: a })),
      strata.map(({ a, b }) => ({ a: a.toReversed(), b: b.toReversed() })),
    ]
    for (const [i, each] of turned.entries()) {
      const { within, across } = mmdTest(each, isSame, drawsFrom('any'), 1)
      const before = mmdTest(strata, isSame, drawsFrom('any'), 1)
      expect(within).toBeCloseTo(before.within ?? Number.NaN, 12)
      expect(across).toBeCloseTo(before.across ?? Number.NaN, 12)
      expect(Math.abs(pOf(each, `turned ${i}`, most) - expected)).toBeLessThan(0.6 * expected)
    }
  })

  test('is the same for the same draws', () => {
    const strata = sides('same', sizes, 'fox owl', 'fox owl hen')
    expect(pOf(strata, 'same')).toBe(pOf(strata, 'same'))
  })
})

describe('how alike two answers are', () => {
  const words = (text: string) => firstWords(text)

  test('is 1 of an answer with itself and the same both ways', () => {
    const draws = drawsFrom('pairs of answers')
    const answer = () =>
      words(Array.from({ length: draws.below(30) }, () => draws.pick(['a', 'fox', 'owl', 'runs'])).join(' '))
    for (let i = 0; i < 200; i++) {
      const [x, y] = [answer(), answer()]
      expect(wordLikeness(x, x)).toBeCloseTo(1, 12)
      expect(wordLikeness(x, y)).toBeCloseTo(wordLikeness(y, x), 12)
      expect(wordLikeness(x, y)).toBeGreaterThanOrEqual(0)
      expect(wordLikeness(x, y)).toBeLessThanOrEqual(1 + 1e-12)
    }
  })

  test('is positive definite: no weights make a negative sum', () => {
    const draws = drawsFrom('weights')
    const texts = Array.from({ length: 30 }, () =>
      words(
        Array.from({ length: 1 + draws.below(25) }, () => draws.pick(['a', 'fox', 'owl', 'runs', 'to'])).join(
          ' ',
        ),
      ),
    )
    for (let i = 0; i < 200; i++) {
      const weights = texts.map(() => draws.unit() - 0.5)
      const sum = texts.reduce(
        (total, x, k) =>
          total +
          texts.reduce((row, y, l) => row + (weights[k] ?? 0) * (weights[l] ?? 0) * wordLikeness(x, y), 0),
        0,
      )
      expect(sum).toBeGreaterThan(-1e-9)
    }
  })

  test('leaves spaces, marks and capitals out, and what comes after the twentieth word', () => {
    expect(words(' The “old” man’s\n boat. ')).toEqual(['the', 'old', "man's", 'boat'])
    expect(words('雨，静静地下着')).toEqual(['雨', '静静地下着'])
    expect(words('a '.repeat(30))).toHaveLength(20)
    expect(wordLikeness(words('The boat, it waits'), words('the boat it waits!'))).toBe(1)
    expect(wordLikeness(words('one two'), words('three four five'))).toBe(17 / 40)
  })
})
