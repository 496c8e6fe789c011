import type { Ms } from '../../core/clock.ts'
import type { BillingSetting } from './config.ts'

/** What an answer used, as the relay counts it. */
export interface Used {
  readonly inputTokens: number
  /** Part of them. */
  readonly cachedTokens: number
  readonly outputTokens: number
}

/** What was taken from a balance, and when. */
export class Ledger {
  readonly #setting: BillingSetting
  /** The smallest amount that is booked. */
  readonly #unit: number
  readonly #entries: { readonly atMs: Ms; readonly amount: number }[] = []
  #openedAt: Ms | undefined

  constructor(setting: BillingSetting, unit: number) {
    this.#setting = setting
    this.#unit = unit
  }

  /** @param mostOutput tokens that the answer might have had */
  answer(used: Used, mostOutput: number, beganMs: Ms, endMs: Ms): void {
    const { pre_deducts: before, late_ms: late } = this.#setting
    const cost = this.#cost(used)
    if (!before) return this.#book(cost, endMs + late)
    const most = this.#cost({ ...used, cachedTokens: 0, outputTokens: mostOutput })
    this.#book(most, beganMs)
    this.#book(cost - most, endMs + late)
  }

  refusal(atMs: Ms): void {
    const { bills_errors: amount, late_ms: late } = this.#setting
    if (amount > 0) this.#book(amount, atMs + late)
  }

  /** Everything taken until then, that of others too. */
  spentAt(atMs: Ms): number {
    this.#openedAt ??= atMs
    const others = (this.#setting.other_per_second * Math.max(0, atMs - this.#openedAt)) / 1_000
    const own = this.#entries.reduce((sum, entry) => (entry.atMs <= atMs ? sum + entry.amount : sum), 0)
    return own + Math.floor(others / this.#unit) * this.#unit
  }

  #cost({ inputTokens, cachedTokens, outputTokens }: Used): number {
    const { input_per_mtok, output_per_mtok, cache_ratio, per_call, times, bills_cached_in_full } =
      this.#setting
    const cached = bills_cached_in_full ? 0 : cachedTokens
    const input = inputTokens - cached + cached * cache_ratio
    const tokens = (input * input_per_mtok + outputTokens * output_per_mtok) / 1e6
    return (tokens + per_call) * times
  }

  #book(amount: number, atMs: Ms): void {
    this.#entries.push({ atMs, amount: Math.round(amount / this.#unit) * this.#unit })
  }
}
