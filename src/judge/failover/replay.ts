import { Breakers } from '../../core/breakers.ts'
import type { Ms } from '../../core/clock.ts'
import { backoffMs, type Policy } from '../../core/policy.ts'
import { afterAttempt, type Cut, type Seen } from '../../metrics/under-policy.ts'

/** One request of a caller, from its start until the caller has an answer or gives up. */
export interface Served {
  readonly ok: boolean
  /** Null where it failed. */
  readonly firstMs: Ms | null
  readonly totalMs: Ms | null
  /** Of all attempts; null where one of them is not known. */
  readonly costUsd: number | null
  readonly attempts: number
  /** Who answered; null: nobody. */
  readonly by: string | null
  readonly cuts: readonly Cut[]
}

/**
 * What becomes of an attempt.
 * @param atMs when it is made, on the clock of the requests
 * @param n of this request at this relay, from 1 on
 */
export type Attempt = (relay: string, atMs: Ms, n: number) => Seen | undefined

/** The requests of a caller under a policy, one after the other in time. Breakers live as long as it does. */
export class Caller {
  readonly #relays: readonly string[]
  readonly #policy: Policy
  readonly #breakers: Breakers

  /** @param relays in the order in which they are asked */
  constructor(relays: readonly string[], policy: Policy) {
    this.#relays = relays
    this.#policy = policy
    this.#breakers = new Breakers(policy)
  }

  serve(atMs: Ms, attempt: Attempt): Served {
    const request = new Request(atMs, attempt, (relay, seen, endMs) =>
      this.#breakers.told(relay, seen.ok, endMs),
    )
    const order = this.#breakers.order(this.#relays, atMs)
    for (const [i, relay] of order.entries()) {
      const hedge = i === 0 ? order[1] : undefined
      const end = this.#ask(request, relay, hedge)
      if (end === 'served' || end === 'over') return request.result()
    }
    return request.result()
  }

  /** All attempts at one relay. */
  #ask(request: Request, relay: string, hedge: string | undefined): 'served' | 'over' | 'next' {
    const { hedgeMs } = this.#policy
    for (let n = 1; ; n++) {
      const seen =
        n === 1 && hedge !== undefined && hedgeMs !== undefined
          ? request.hedged(relay, hedge, hedgeMs)
          : request.ask(relay, n)
      const then = afterAttempt(seen, n, this.#policy, this.#breakers.isOpen(relay, request.nowMs))
      if (then !== 'again') return then
      request.wait(backoffMs(this.#policy, n))
    }
  }
}

/** A request under way. */
class Request {
  readonly #startMs: Ms
  readonly #attempt: Attempt
  readonly #told: (relay: string, seen: Seen, endMs: Ms) => void
  #elapsedMs = 0
  #attempts = 0
  #costUsd: number | null = 0
  readonly #cuts: Cut[] = []
  #answer: { readonly firstMs: Ms; readonly totalMs: Ms; readonly by: string } | undefined

  constructor(startMs: Ms, attempt: Attempt, told: (relay: string, seen: Seen, endMs: Ms) => void) {
    this.#startMs = startMs
    this.#attempt = attempt
    this.#told = told
  }

  get nowMs(): Ms {
    return this.#startMs + this.#elapsedMs
  }

  wait(ms: Ms): void {
    this.#elapsedMs += ms
  }

  ask(relay: string, n: number): Seen | undefined {
    const seen = this.#make(relay, n, 0)
    if (!seen) return undefined
    if (seen.ok) this.#take(relay, seen, 0)
    else this.#elapsedMs += seen.tookMs
    return seen
  }

  /** Asks another relay too where the first has not begun after so long; the first that begins wins. */
  hedged(relay: string, other: string, hedgeMs: Ms): Seen | undefined {
    const own = this.#make(relay, 1, 0)
    if (!own) return undefined
    const beganMs = own.ok ? own.firstMs : own.tookMs
    if (beganMs <= hedgeMs) {
      if (own.ok) this.#take(relay, own, 0)
      else this.#elapsedMs += own.tookMs
      return own
    }
    const second = this.#make(other, 1, hedgeMs)
    if (second?.ok && (!own.ok || hedgeMs + second.firstMs < own.firstMs)) {
      this.#take(other, second, hedgeMs)
      return second
    }
    if (own.ok) this.#take(relay, own, 0)
    else this.#elapsedMs += Math.max(own.tookMs, second && !second.ok ? hedgeMs + second.tookMs : 0)
    return own
  }

  result(): Served {
    return {
      ok: this.#answer !== undefined,
      firstMs: this.#answer?.firstMs ?? null,
      totalMs: this.#answer?.totalMs ?? null,
      costUsd: this.#costUsd,
      attempts: this.#attempts,
      by: this.#answer?.by ?? null,
      cuts: this.#cuts,
    }
  }

  #make(relay: string, n: number, afterMs: Ms): Seen | undefined {
    const seen = this.#attempt(relay, this.nowMs + afterMs, n)
    if (!seen) return undefined
    this.#attempts++
    this.#costUsd = this.#costUsd === null || seen.costUsd === undefined ? null : this.#costUsd + seen.costUsd
    if (!seen.ok && seen.cut) this.#cuts.push(seen.cut)
    this.#told(relay, seen, this.nowMs + afterMs + (seen.ok ? seen.totalMs : seen.tookMs))
    return seen
  }

  #take(by: string, { firstMs, totalMs }: Extract<Seen, { ok: true }>, afterMs: Ms): void {
    const before = this.#elapsedMs + afterMs
    this.#answer = { by, firstMs: before + firstMs, totalMs: before + totalMs }
  }
}
