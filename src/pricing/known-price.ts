import type { KnownPrice } from '../core/plan.ts'
import type { ExchangeRate, PriceRow } from '../core/price.ts'
import { inUsd, timesPrice } from './usd-price.ts'

/** A row in dollars; undefined where it does not say what input or output costs. */
export function knownPriceOf(row: PriceRow, rate: ExchangeRate): KnownPrice | undefined {
  const { inputPerMtok, outputPerMtok, currency, perCall = 0, model, source, asOf } = row
  if (inputPerMtok === undefined || outputPerMtok === undefined) return undefined
  const usd = (amount: number): number => inUsd(amount, currency, rate)
  return {
    inputUsdPerMtok: usd(inputPerMtok),
    cachedUsdPerMtok: usd(row.cachedPerMtok ?? inputPerMtok),
    outputUsdPerMtok: usd(outputPerMtok),
    perRequestUsd: usd(perCall),
    model,
    source,
    asOf,
  }
}

export const timesKnown = (price: KnownPrice, times: number): KnownPrice => ({
  ...price,
  ...timesPrice(price, times),
  cachedUsdPerMtok: price.cachedUsdPerMtok * times,
})
