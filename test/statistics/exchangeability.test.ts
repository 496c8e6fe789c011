import { describe, expect, test } from 'vitest'
import { drawsFrom } from '../../src/core/draws.ts'
import { changePoint, type Said } from '../../src/statistics/change-point.ts'
import { ExchangeabilityBet } from '../../src/statistics/exchangeability.ts'

const usual = ['fox', 'fox', 'fox', 'owl', 'owl', 'hen', 'elk']
const other = ['cat', 'cat', 'dog', 'owl', 'ant']

/** At which answer a change is found, of so many; Infinity: never. The kinds of answers change after so many. */
function foundAt(name: string, after: number, answers: number, then: readonly string[]): number {
  const draws = drawsFrom(name)
  const bet = new ExchangeabilityBet(drawsFrom(`ties ${name}`))
  for (let nth = 1; nth <= answers; nth++) {
    bet.add(String(nth % 4), draws.pick(nth > after ? then : usual))
    if (bet.pValue <= 0.01) return nth
  }
  return Number.POSITIVE_INFINITY
}

describe('a bet on the order of answers', () => {
  test('is won a hundredfold in at most one of a hundred runs in which nothing changes', () => {
    const runs = 1_000
    const falseAlarms = Array.from({ length: runs }, (_, run) => foundAt(`same ${run}`, 1e9, 600, usual))
    expect(falseAlarms.filter(Number.isFinite).length).toBeLessThanOrEqual(runs * 0.01)
  })

  test('finds other answers soon after they begin, and not before', () => {
    for (let run = 0; run < 50; run++) {
      const at = foundAt(`changed ${run}`, 400, 600, other)
      expect(at).toBeGreaterThan(400)
      expect(at).toBeLessThan(480)
    }
  })

  test('finds a mixture of old and new ones later', () => {
    const found = Array.from({ length: 50 }, (_, run) =>
      foundAt(`mixed ${run}`, 400, 900, [...usual, ...other]),
    )
    expect(found.filter((at) => at > 400 && at < 900).length).toBeGreaterThan(45)
  })
})

describe('the place of a change', () => {
  const group = (name: string, from: readonly string[]): readonly Said[] => {
    const draws = drawsFrom(name)
    return Array.from({ length: 40 }, (_, nth) => ({ cell: String(nth % 4), answer: draws.pick(from) }))
  }

  test('is that of the first group of another kind, with its neighbours that may be meant', () => {
    for (const place of [1, 5, 12, 19]) {
      const groups = Array.from({ length: 20 }, (_, i) =>
        group(`night ${place} ${i}`, i < place ? usual : other),
      )
      const found = changePoint(groups)
      expect(found?.at).toBe(place)
      expect(found?.earliest).toBeLessThanOrEqual(place)
      expect(found?.latest).toBeGreaterThanOrEqual(place)
    }
  })

  test('is nowhere in one group', () => {
    expect(changePoint([])).toBeUndefined()
    expect(changePoint([group('alone', usual)])).toBeUndefined()
  })
})
