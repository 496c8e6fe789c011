import type { BalanceReading } from '../../core/balance.ts'
import type { Ms } from '../../core/clock.ts'
import type { ChargeShape } from '../../core/plan.ts'
import { spentBy } from '../../pricing/spent.ts'

/** A balance, or why there is none. */
export interface BalanceLook {
  readonly source?: string
  readonly reading?: BalanceReading
  readonly why?: string
}

/** What a balance came to, and whether it had come to rest there. */
export interface Rest {
  readonly answer: BalanceLook
  readonly settled: boolean
  /** From the last request to the last change. */
  readonly lagMs?: Ms
}

/** Where readings and time come from. */
interface Outside {
  read(): Promise<BalanceLook>
  wait(ms: Ms): Promise<void>
  now(): Ms
  isOver(): boolean
}

/** Looks after a change without another one, at least. */
const quietLooks = 3
/** A balance that was late once may be later the next time. */
const lagMargin = 1.5

/** Looks at a balance until it has come to rest. */
export class BalanceWatch {
  readonly #outside: Outside
  readonly #timing: Pick<ChargeShape, 'pollMs' | 'settleMs'>
  #last: BalanceLook = {}
  /** The longest that it was seen to be late. */
  #lagMs = 0
  #hasFollowed = false

  constructor(outside: Outside, timing: Pick<ChargeShape, 'pollMs' | 'settleMs'>) {
    this.#outside = outside
    this.#timing = timing
  }

  async look(): Promise<Rest> {
    this.#last = await this.#outside.read()
    return { answer: this.#last, settled: true }
  }

  async idle(ms: Ms): Promise<Rest> {
    await this.#outside.wait(ms)
    return this.look()
  }

  /**
   * Waits until a batch is booked: the balance has changed, and stays as it is for a few looks, and for longer than it was
   * ever late. One that need not change, or that has been seen to follow before, is waited for no longer than that.
   * @param sentAt when a batch of a single request began: from then on its charge is late. Of others from their end on, since
   *   the first may be booked while the last are under way
   * @param mayStay whether nothing need be charged
   */
  async settle(mayStay: boolean, sentAt?: Ms): Promise<Rest> {
    const { pollMs, settleMs } = this.#timing
    const { now, wait, isOver } = this.#outside
    const before = spentBy(this.#last.reading)
    const began = now()
    let changedAt: Ms | undefined
    for (;;) {
      const next = await this.#outside.read()
      if (!next.reading) return { answer: next, settled: false }
      if (spentBy(next.reading) !== spentBy(this.#last.reading)) changedAt = now()
      this.#last = next
      if (changedAt !== undefined) this.#lagMs = Math.max(this.#lagMs, changedAt - (sentAt ?? began))
      const quietMs = now() - (changedAt ?? began)
      const isQuiet = quietMs >= Math.max(quietLooks * pollMs, lagMargin * this.#lagMs)
      const hasChanged = spentBy(next.reading) !== before
      if (isQuiet && (hasChanged || mayStay || this.#hasFollowed)) {
        this.#hasFollowed ||= hasChanged
        return rest(next, true, changedAt, began)
      }
      if (now() - began >= settleMs || isOver()) return rest(next, false, changedAt, began)
      await wait(pollMs)
    }
  }
}

const rest = (answer: BalanceLook, settled: boolean, changedAt: Ms | undefined, began: Ms): Rest => ({
  answer,
  settled,
  ...(changedAt !== undefined && { lagMs: changedAt - began }),
})
