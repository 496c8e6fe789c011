import type { ExchangeRate, PriceBook } from '../core/price.ts'
import { bookRows } from './book-rows.ts'

/** The list prices that come with this version. */
export const shippedBook: PriceBook = { asOf: '2026-11-24', source: 'relaybench', rows: bookRows }

/** What a dollar costs where a profile does not say: as price comparison sites of 2026 count it. */
export const usualRate: ExchangeRate = {
  cnyPerUsd: 7.2,
  asOf: '2026-11-24',
  source: 'relaybench',
}
