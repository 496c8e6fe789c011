import { type Ms, now } from '../core/clock.ts'
import type { Observation } from '../core/observation.ts'

/** A relay that says "come back in an hour" would hang the run; after this long it is asked again, and says so again. */
const longestHoldMs = 60_000
const firstBackOffMs = 1_000
const longestBackOffMs = 16_000

/** When the next request to one relay may be sent: its own rate limit, Retry-After, and backing off from 429. */
export class Pacer {
  readonly #intervalMs: Ms
  #next: Ms = 0
  #heldUntil: Ms = 0
  #limitedInARow = 0

  constructor(intervalMs: Ms) {
    this.#intervalMs = intervalMs
  }

  /** Takes the next free moment. @returns its stamp, now or later; the caller waits for it. */
  reserve(): Ms {
    const at = Math.max(now(), this.#next)
    this.#next = at + this.#intervalMs
    return at
  }

  /** Whether a moment taken earlier still stands: the relay may have asked for a pause since. */
  allows(at: Ms): boolean {
    return at >= this.#heldUntil
  }

  /** Learns from an answer: holds everything back when the relay asks for it. */
  learn({ http }: Pick<Observation, 'http'>): void {
    const asksToWait = http?.status === 429 || (http?.status === 503 && http.retryAfterMs !== undefined)
    if (!asksToWait) {
      this.#limitedInARow = 0
      return
    }
    const backOffMs = Math.min(longestBackOffMs, firstBackOffMs * 2 ** this.#limitedInARow++)
    const holdMs = Math.min(longestHoldMs, http.retryAfterMs ?? backOffMs)
    this.#heldUntil = Math.max(this.#heldUntil, now() + holdMs)
    this.#next = Math.max(this.#next, this.#heldUntil)
  }
}
