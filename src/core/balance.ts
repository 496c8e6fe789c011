import type { Ms } from './clock.ts'
import type { Currency, PriceRow } from './price.ts'

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
  /** By how much the charge of a request may be rounded, in its unit; absent: not known. */
  readonly rounding?: number
  /** What the relay says beside it that it charges, in list prices of vendors. */
  readonly multiplier?: number
  /** Whose money it is: of this key alone, or of everybody with a key of the account. */
  readonly scope: 'key' | 'account' | 'unknown'
}

/** What a relay's own price page says of the models that are measured. */
export interface PricePageRecord {
  readonly type: 'price-page'
  readonly relay: string
  readonly session: number
  readonly source: string
  readonly rows: readonly PriceRow[]
}

/** A balance between batches of requests whose charge is measured, or why it could not be read. */
export interface BalanceRecord {
  readonly type: 'balance'
  readonly relay: string
  readonly cellId: string
  readonly session: number
  readonly atMs: Ms
  /** Before anything, after a time of nothing, after a batch (by its number from 0), after a last time of nothing. */
  readonly stage: 'before' | 'idle' | 'batch' | 'after'
  readonly batch?: number
  /** How it was read. */
  readonly source?: string
  /** Absent: it could not be read. */
  readonly reading?: BalanceReading
  /** Whether it had come to rest. */
  readonly settled: boolean
  /** How long after the last request it still changed. */
  readonly lagMs?: Ms
  /** Why it could not be read. */
  readonly why?: string
}
