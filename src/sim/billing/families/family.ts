/** What a page tells of. */
export interface Account {
  readonly setting: {
    readonly granted: number
    readonly input_per_mtok: number
    readonly output_per_mtok: number
    readonly cache_ratio: number
  }
  readonly models: readonly string[]
  readonly spent: number
}

interface AccountPage {
  readonly path: string
  /** Whether it wants the key. */
  readonly keyed: boolean
  /** A JSON value. */
  readonly body: (account: Account) => unknown
}

/**
 * How one kind of software or vendor tells prices and balances, written from its documentation or source, sharing nothing
 * with the readers under test. To add one: a file beside this, and a line in `index.ts`.
 */
export interface Family {
  readonly id: string
  /** The smallest amount that it books, in its currency. */
  readonly unit: number
  readonly pages: readonly AccountPage[]
}

/** Money as text with two decimals, cut. */
export const cents = (amount: number): string => (Math.floor(amount * 100 + 1e-6) / 100).toFixed(2)
