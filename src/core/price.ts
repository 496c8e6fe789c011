/** Currencies in which vendors of these services state prices. */
export type Currency = 'USD' | 'CNY'

/** Prices per million tokens. A part that is absent is not known, never free. */
export interface TokenPrices {
  readonly inputPerMtok?: number
  readonly outputPerMtok?: number
  /** Input read from a cache. */
  readonly cachedPerMtok?: number
  /** Input written to a cache, by how long it is kept: "5m", "1h"; "" where only one price is stated. */
  readonly cacheWritePerMtok?: Readonly<Record<string, number>>
}

/** Other prices for requests of more input tokens; what a tier leaves out stays as it is below. */
export interface PriceTier extends TokenPrices {
  readonly aboveInputTokens: number
}

/** A model's price in the currency in which it is stated. */
export interface ListPrice extends TokenPrices {
  readonly currency: Currency
  /** For every request that is answered, beside its tokens or in place of them. */
  readonly perCall?: number
  /** Ascending. */
  readonly tiers?: readonly PriceTier[]
  /** A factor on all of it outside of peak hours: "09:00-12:00", on these days, of the named time zone. */
  readonly offPeak?: {
    readonly times: number
    readonly peakHours: readonly string[]
    readonly days: string
    readonly zone: string
  }
}

/** A row of a price list, with where it comes from. */
export interface PriceRow extends ListPrice {
  readonly model: string
  /** Other names of it. */
  readonly aliases?: readonly string[]
  /** Who sells it at that price. */
  readonly vendor?: string
  /** A page or a repository with its version, for people to look it up. */
  readonly source: string
  /** YYYY-MM-DD or YYYY-MM: when it was read there. */
  readonly asOf: string
  /** YYYY-MM-DD, first and last day, where it holds for a time only. */
  readonly from?: string
  readonly until?: string
}

/** Days after which a price is called old. */
export const oldAfterDays = 30

/** What a dollar costs. */
export interface ExchangeRate {
  readonly cnyPerUsd: number
  /** YYYY-MM-DD. */
  readonly asOf: string
  readonly source: string
}

/** List prices of vendors, read by hand or from a price database. */
export interface PriceBook {
  /** YYYY-MM-DD: when the newest of it was read. */
  readonly asOf: string
  /** Where it comes from as a whole. */
  readonly source: string
  readonly rows: readonly PriceRow[]
}
