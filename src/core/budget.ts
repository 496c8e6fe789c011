import type { ExchangeRate } from './price.ts'

/** Tokens of a request, in and out. */
export interface TokenCounts {
  readonly inputTokens: number
  readonly outputTokens: number
}

/** What a relay charges for a model. */
export interface Price {
  readonly inputUsdPerMtok: number
  readonly outputUsdPerMtok: number
  /** Charged for every request that is answered, beside its tokens. */
  readonly perRequestUsd: number
}

/**
 * declared in the profile · listed: the vendor's list price times the relay's declared multiplier · assumed: several times
 * the list price, since the profile states no multiplier · default: unknown, and taken to be dear · simulated: free
 */
type PriceOrigin = (typeof priceOrigins)[number]
export const priceOrigins = ['declared', 'listed', 'assumed', 'default', 'simulated'] as const

/** Where a list price comes from. */
interface ListedPrice {
  readonly model: string
  readonly how: 'named' | 'alias' | 'matched'
  readonly times: number
  readonly source: string
  /** YYYY-MM-DD or YYYY-MM. */
  readonly asOf: string
}

/** A price as the plan counts with it. */
export interface PlannedPrice extends Price {
  readonly relay: string
  readonly model: string
  readonly source: PriceOrigin
  /** The row of the price book that it is made from. */
  readonly list?: ListedPrice
  /** What a dollar of the relay's balance costs its buyer, where that is not the exchange rate. */
  readonly cnyPerUsd?: number
  /** Everything planned for it, each request at its most; absent when the run is bounded by time. */
  readonly worstCase?: { readonly requests: number; readonly usd: number }
}

/** What a run may cost, and how that is counted. */
export interface PlannedBudget {
  readonly capUsd: number
  readonly capSource: 'declared' | 'default'
  /** Most tokens of a counted or warm-up probe. */
  readonly probe: TokenCounts
  /** Most tokens of a request that finds out a protocol. */
  readonly discovery: TokenCounts
  readonly prices: readonly PlannedPrice[]
  /** What a dollar costs; absent in plans of earlier versions. */
  readonly rate?: ExchangeRate
  /** YYYY-MM-DD: of the price book. */
  readonly bookAsOf?: string
}

/** Billionths of a dollar, whole: sums of them are exact up to nine million dollars. */
export type NanoUsd = number

/** Rounded up, to the disadvantage of the budget. */
export const toNano = (usd: number): NanoUsd => Math.ceil(Math.round(usd * 1e12) / 1e3)

/** Rounded down, for a cap. */
export const capToNano = (usd: number): NanoUsd => Math.floor(usd * 1e9)

export const toUsd = (nano: NanoUsd): number => nano / 1e9

/** Price of so many tokens and one request. A dollar per million tokens is 1,000 billionths a token. */
export const priceOf = ({ inputTokens, outputTokens }: TokenCounts, price: Price): NanoUsd =>
  Math.ceil((inputTokens * price.inputUsdPerMtok + outputTokens * price.outputUsdPerMtok) * 1_000) +
  toNano(price.perRequestUsd)

/** False when all relays are simulated: then there is nothing to tell of money. */
export const costsAnything = ({ prices }: PlannedBudget): boolean =>
  prices.some(({ source }) => source !== 'simulated')
