import type { PriceRow } from '../core/price.ts'

/** When and where a list was read. */
export interface ReadAt {
  readonly source: string
  /** YYYY-MM-DD. */
  readonly asOf: string
}

/** What a price list says. */
interface PriceListing {
  readonly rows: readonly PriceRow[]
  /** Models that it names and does not price in a way that a few numbers could say: "per image", "tiered". */
  readonly unpriced: readonly { readonly model: string; readonly why: string }[]
}

/** One form of price list. To add one: a file that exports this, and a line in `sources/index.ts`. */
export interface PriceSource {
  readonly id: string
  /** Where it is published, if it is one list and not a form that many have. */
  readonly url?: string
  /** Where a relay has it for its own prices, at its own origin; absent: no relay has it. Asked without a key. */
  page?(baseUrl: URL): URL
  /**
   * What a body says, parsed; undefined when it is not of this form. Never throws on what was sent, and takes no number
   * that is negative or endless.
   */
  read(body: unknown, at: ReadAt): PriceListing | undefined
}
