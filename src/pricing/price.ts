/** Currencies in which vendors of these services state prices. */
export type Currency = 'USD' | 'CNY'

/** A model's price in the currency in which it is stated. A part that is absent is not known, never free. */
export interface ListPrice {
  readonly currency: Currency
  /** Per million tokens. */
  readonly inputPerMtok?: number
  readonly outputPerMtok?: number
  /** Input read from a cache. */
  readonly cachedPerMtok?: number
  /** Input written to a cache, by how long it is kept: "5m", "1h"; "" where only one price is stated. */
  readonly cacheWritePerMtok?: Readonly<Record<string, number>>
  /** For every request that is answered, in place of tokens or beside them. */
  readonly perCall?: number
  /** Other prices from so many input tokens on, ascending; what a tier leaves out stays as it is below. */
  readonly tiers?: readonly PriceTier[]
  /** Factor on all of it at certain hours: "09:00-12:00" of the named time zone. */
  readonly peak?: { readonly hours: readonly string[]; readonly zone: string; readonly times: number }
}

export interface PriceTier
  extends Pick<ListPrice, 'inputPerMtok' | 'outputPerMtok' | 'cachedPerMtok' | 'cacheWritePerMtok'> {
  readonly aboveInputTokens: number
}

/** A row of a price list, with where it comes from. */
export interface PriceRow extends ListPrice {
  readonly model: string
  /** A page or a repository with its version, for people to look it up. */
  readonly source: string
  /** YYYY-MM-DD: when it was read there. */
  readonly asOf: string
  /** YYYY-MM-DD, where it holds for a time only; `until` is its last day. */
  readonly from?: string
  readonly until?: string
}

/** What a price page says. */
export interface PriceListing {
  readonly rows: readonly PriceRow[]
  /** Models that it names and does not price in a way that one number could say: "tiered", "per image", … */
  readonly unpriced: readonly { readonly model: string; readonly why: string }[]
}
