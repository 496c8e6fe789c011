import type { Plan } from '../core/plan.ts'
import type { ExchangeRate } from '../core/price.ts'
import { usualRate } from '../pricing/book.ts'

/** The exchange rate that a plan counts with; of plans that say none, the usual one. */
export const exchangeRateOf = ({ budget }: Plan): ExchangeRate => budget?.rate ?? usualRate

/** What a dollar of a relay's balance costs its buyer, in yuan. */
export const cnyPerUsdOf = (plan: Plan, relay: string): number =>
  plan.budget?.prices.find((price) => price.relay === relay)?.cnyPerUsd ?? exchangeRateOf(plan).cnyPerUsd
