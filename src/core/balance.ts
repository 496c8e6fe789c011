import type { Currency } from './price.ts'

/** What the numbers of a balance are. "quota": a gateway's own units, of which so many are sold as a dollar, if it says so. */
export type BalanceUnit =
  | { readonly type: 'money'; readonly currency: Currency }
  | { readonly type: 'quota'; readonly perUsd?: number }
  /** The number could be dollars, yuan or tokens, by a setting that cannot be seen. */
  | { readonly type: 'unknown' }

/** What an account or a key has left and has used, as its vendor tells. */
export interface BalanceReading {
  readonly remaining?: number | 'unlimited'
  /** Since the account or key exists: it only ever grows. */
  readonly used?: number
  readonly unit: BalanceUnit
  /** The smallest difference that it can show, in its unit; absent: not known. */
  readonly step?: number
  /** Whose money it is: of this key alone, or of everybody with a key of the account. */
  readonly scope: 'key' | 'account' | 'unknown'
}
