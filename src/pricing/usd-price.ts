import type { BalanceUnit } from '../core/balance.ts'
import type { Price } from '../core/budget.ts'
import type { Currency, ExchangeRate, ListPrice, TokenPrices } from '../core/price.ts'

export const inUsd = (amount: number, currency: Currency, { cnyPerUsd }: ExchangeRate): number =>
  currency === 'USD' ? amount : amount / cnyPerUsd

/** An amount of a balance in dollars; undefined where its unit does not tell. */
export function usdOfBalance(amount: number, unit: BalanceUnit, rate: ExchangeRate): number | undefined {
  switch (unit.type) {
    case 'money':
      return inUsd(amount, unit.currency, rate)
    case 'quota':
      return unit.perUsd === undefined ? undefined : amount / unit.perUsd
    case 'unknown':
      return undefined
  }
}

export const timesPrice = (price: Price, times: number): Price => ({
  inputUsdPerMtok: price.inputUsdPerMtok * times,
  outputUsdPerMtok: price.outputUsdPerMtok * times,
  perRequestUsd: price.perRequestUsd * times,
})

/** The prices that hold for a request of so many input tokens. */
function pricesFor(price: ListPrice, inputTokens: number): TokenPrices {
  const tier = price.tiers?.findLast(({ aboveInputTokens }) => inputTokens > aboveInputTokens)
  return { ...price, ...tier }
}

/**
 * What a request may cost at most, in dollars: at peak hours, all of its input written to a cache where that has a price.
 * undefined where the list does not say what input or output costs.
 * @param inputTokens of the largest request
 */
export function dearestPrice(price: ListPrice, inputTokens: number, rate: ExchangeRate): Price | undefined {
  const { inputPerMtok, outputPerMtok, cacheWritePerMtok = {} } = pricesFor(price, inputTokens)
  if (inputPerMtok === undefined || outputPerMtok === undefined) return undefined
  const usd = (amount: number): number => inUsd(amount, price.currency, rate)
  return {
    inputUsdPerMtok: usd(Math.max(inputPerMtok, ...Object.values(cacheWritePerMtok))),
    outputUsdPerMtok: usd(outputPerMtok),
    perRequestUsd: usd(price.perCall ?? 0),
  }
}
