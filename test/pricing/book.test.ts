import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PriceBook, PriceRow } from '../../src/core/price.ts'
import { shippedBook, usualRate } from '../../src/pricing/book.ts'
import { priceOfModel } from '../../src/pricing/match.ts'
import { dearestPrice } from '../../src/pricing/usd-price.ts'

const row = (model: string, more: Partial<PriceRow> = {}): PriceRow => ({
  model,
  currency: 'USD',
  inputPerMtok: 1,
  outputPerMtok: 2,
  source: 'a page',
  asOf: '2026-10-01',
  ...more,
})

const book = (...rows: readonly PriceRow[]): PriceBook => ({ asOf: '2026-10-01', source: 'test', rows })
const day = '2026-11-24'

describe('the price book that comes along', () => {
  test('says of every row where and when it was read, and is small', () => {
    for (const { source, asOf, inputPerMtok, outputPerMtok } of shippedBook.rows) {
      expect(source).not.toBe('')
      expect(asOf).toMatch(/^2026-\d\d(-\d\d)?$/)
      expect(inputPerMtok).toBeGreaterThanOrEqual(0)
      expect(outputPerMtok).toBeGreaterThanOrEqual(inputPerMtok ?? 0)
    }
    expect(Buffer.byteLength(JSON.stringify(shippedBook))).toBeLessThan(40_960)
    expect(shippedBook.rows.length).toBeGreaterThan(70)
  })

  test('has one price a model and day', () => {
    for (const at of [day, '2027-01-01'])
      for (const { model } of shippedBook.rows)
        expect([model, at, priceOfModel(shippedBook, [model], at)?.how]).toEqual([model, at, 'named'])
  })

  test('a price that holds for a time is another one afterwards', () => {
    const input = (at: string) => priceOfModel(shippedBook, ['gemini-3.8-flash'], at)?.row.inputPerMtok
    expect([input('2026-12-31'), input('2027-01-01')]).toEqual([0.75, 1.5])
  })
})

describe('a model is matched', () => {
  const rows = book(
    row('GPT-9'),
    row('some-model', { aliases: ['some-model-0901'] }),
    row('pro/x'),
    row('lite/x'),
  )

  test.each([
    ['some-model', 'some-model', 'named'],
    ['some-model-0901', 'some-model', 'alias'],
    ['openai/gpt-9', 'GPT-9', 'matched'],
    ['[官转] gpt-9', 'GPT-9', 'matched'],
    ['gpt-9-mini', undefined, undefined],
    ['x', undefined, undefined],
    ['', undefined, undefined],
  ])('%s', (name, model, how) => {
    const match = priceOfModel(rows, [name], day)
    expect([match?.row.model, match?.how]).toEqual([model, how])
  })
})

describe('the dearest price', () => {
  test('is that of writing to a cache, of the tier that the request reaches, in dollars', () => {
    const tiered = row('m', {
      currency: 'CNY',
      inputPerMtok: 7.2,
      outputPerMtok: 14.4,
      cacheWritePerMtok: { '5m': 9, '1h': 14.4 },
      tiers: [
        { aboveInputTokens: 1_000, inputPerMtok: 36 },
        { aboveInputTokens: 2_000, inputPerMtok: 72, outputPerMtok: 144 },
      ],
      perCall: 0.72,
    })
    expect(dearestPrice(tiered, 1_000, usualRate)).toEqual({
      inputUsdPerMtok: 2,
      outputUsdPerMtok: 2,
      perRequestUsd: 0.09999999999999999,
    })
    expect(dearestPrice(tiered, 1_001, usualRate)).toMatchObject({ inputUsdPerMtok: 5, outputUsdPerMtok: 2 })
    expect(dearestPrice(tiered, 9_999, usualRate)).toMatchObject({
      inputUsdPerMtok: 10,
      outputUsdPerMtok: 20,
    })
  })

  test('is not known where the list does not say it', () => {
    const { inputPerMtok: _, ...unknown } = row('m')
    expect(dearestPrice(unknown, 10, usualRate)).toBeUndefined()
  })

  test('never falls as requests grow, where tiers rise', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000_000), { maxLength: 4 }),
        fc.nat(1_000_000),
        fc.nat(1_000_000),
        (ends, a, b) => {
          const tiers = [...new Set(ends)]
            .sort((x, y) => x - y)
            .map((aboveInputTokens, i) => ({ aboveInputTokens, inputPerMtok: 2 + i }))
          const at = (tokens: number) =>
            dearestPrice(row('m', { tiers }), tokens, usualRate)?.inputUsdPerMtok ?? 0
          expect(at(Math.min(a, b))).toBeLessThanOrEqual(at(Math.max(a, b)))
        },
      ),
    )
  })
})
