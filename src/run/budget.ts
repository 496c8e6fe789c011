import { whenAborted } from '../core/abort.ts'
import { capToNano, type NanoUsd, toNano, toUsd } from '../core/budget.ts'
import type { BudgetRecord } from '../core/journal.ts'

/** Claims grow by at least this share of the cap: a session writes few of them, however many requests it sends. */
const claimShare = 0.01

/** Who wants money, and how much. */
export interface Request {
  readonly relay: string
  readonly probeId: string
  /** Asked when its turn comes: what is known of its price may have changed while it waited. */
  amount(): NanoUsd
}

/** Money set aside for one request. The first of `settle` and `cancel` counts. */
export interface Held {
  /** The request is over. @param used what it is counted as having cost, be it more than was set aside */
  settle(used: NanoUsd): void
  /** The request was not sent. */
  cancel(): void
}

export interface BudgetSetting {
  readonly capUsd: number
  /** Spent by earlier sessions of the run. */
  readonly earlierUsd: number
  /** Keeps a record; it is on its way to the disk when this returns. */
  readonly write: (entry: Pick<BudgetRecord, 'event' | 'capUsd' | 'claimedUsd' | 'refused'>) => void
}

interface Waiter {
  readonly request: Request
  readonly done: (held: Held | undefined) => void
}

/**
 * The money of a run. What a request may cost is set aside before it is sent, and settled afterwards; spent, set aside and
 * wanted together never pass the cap, whatever the number of workers: all of it happens synchronously in one thread.
 *
 * A request for which there is no room now, but may be once others have cost less than was set aside, waits, and all who
 * come later wait behind it. One for which there will be no room ends the run for everybody: relays that can no longer be
 * compared need no more probes.
 */
export class Budget {
  readonly #cap: NanoUsd
  readonly #setting: BudgetSetting
  readonly #earlier: NanoUsd
  #spent: NanoUsd
  #held: NanoUsd = 0
  #claimed: NanoUsd = 0
  readonly #queue: Waiter[] = []
  readonly #over = new AbortController()

  constructor(setting: BudgetSetting) {
    this.#setting = setting
    this.#cap = capToNano(setting.capUsd)
    this.#earlier = toNano(setting.earlierUsd)
    this.#spent = this.#earlier
  }

  /** Aborted when the cap has left no room for a request: nothing more is sent. */
  get over(): AbortSignal {
    return this.#over.signal
  }

  /** Spent so far, by all sessions, and set aside. */
  get committedUsd(): number {
    return toUsd(this.#spent + this.#held)
  }

  /** Sets money aside, after waiting for it if need be. @returns undefined when there is none, or the signal came first. */
  async take(request: Request, signal: AbortSignal): Promise<Held | undefined> {
    if (signal.aborted || this.#over.signal.aborted) return undefined
    return new Promise((resolve) => {
      const leave = (): void => {
        this.#queue.splice(this.#queue.indexOf(waiter), 1)
        waiter.done(undefined)
        this.#serve()
      }
      let forget = (): void => {}
      const waiter: Waiter = {
        request,
        done: (held) => {
          forget()
          resolve(held)
        },
      }
      this.#queue.push(waiter)
      this.#serve()
      if (this.#queue.at(-1) === waiter) forget = whenAborted(signal, leave)
    })
  }

  /** Nothing is in flight any more: what was claimed is what was spent. */
  close(): void {
    this.#claimed = this.#spent + this.#held - this.#earlier
    this.#write('settled')
  }

  #serve(): void {
    for (let [first] = this.#queue; first && !this.#over.signal.aborted; [first] = this.#queue) {
      const amount = first.request.amount()
      if (this.#spent + amount > this.#cap) return this.#refuse(first.request, amount)
      if (this.#spent + this.#held + amount > this.#cap) return
      this.#queue.shift()
      first.done(this.#grant(amount))
    }
  }

  #grant(amount: NanoUsd): Held {
    this.#held += amount
    this.#claim()
    let open = true
    const end = (used: NanoUsd): void => {
      if (!open) return
      open = false
      this.#held -= amount
      this.#spent += used
      this.#claim()
      this.#serve()
    }
    return { settle: end, cancel: () => end(0) }
  }

  /** Written before the request is sent: if this process is killed, the next session counts all of it as spent. */
  #claim(): void {
    const own = this.#spent + this.#held - this.#earlier
    if (own <= this.#claimed) return
    const left = this.#cap - this.#earlier
    this.#claimed = Math.max(own, Math.min(left, own + Math.ceil(this.#cap * claimShare)))
    this.#write('claim')
  }

  #refuse({ relay, probeId }: Request, amount: NanoUsd): void {
    if (this.#over.signal.aborted) return
    this.#write('refused', { relay, probeId, needsUsd: toUsd(amount) })
    this.#over.abort()
    for (const { done } of this.#queue.splice(0)) done(undefined)
  }

  #write(event: BudgetRecord['event'], refused?: BudgetRecord['refused']): void {
    this.#setting.write({
      event,
      capUsd: this.#setting.capUsd,
      claimedUsd: toUsd(this.#claimed),
      ...(refused && { refused }),
    })
  }
}
