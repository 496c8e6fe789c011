import type { PriceListing } from './price.ts'

/** When and where a page was read. */
export interface ReadAt {
  readonly source: string
  /** YYYY-MM-DD. */
  readonly asOf: string
}

/** One form of price page. To add one: a file that exports this, and a line in `sources/index.ts`. */
export interface PriceSource {
  readonly id: string
  /** Whether it answers without a key. */
  readonly isPublic: boolean
  /** What is asked, one after another; of the base URL's origin where a relay is asked for its own prices. */
  requests(baseUrl: URL): readonly URL[]
  /**
   * What the bodies say, parsed, in the order of the requests; undefined when they are not what this source answers.
   * Never throws on what a relay sends, and takes no number that is negative or not finite.
   */
  read(bodies: readonly unknown[], at: ReadAt): PriceListing | undefined
}
