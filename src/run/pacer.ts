import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { type Ms, now } from '../core/clock.ts'
import type { Observation } from '../core/observation.ts'

/** A relay that says "come back in an hour" would hang the run; after this long it is asked again, and says so again. */
const longestHoldMs = 60_000
const firstBackOffMs = 1_000
const longestBackOffMs = 16_000
/** After a pause requests come back spread over this share of it, or all of them would be refused together again. */
const jitterShare = 0.25
const mostJitterMs = 4_000

/** When the next request to one relay may be sent: its own rate limit, Retry-After, and backing off from 429. */
export class Pacer {
  readonly #intervalMs: Ms
  readonly #random: ReturnType<typeof xoroshiro128plus>
  #next: Ms = 0
  #heldUntil: Ms = 0
  #jitterMs: Ms = 0
  #limitedInARow = 0

  /** @param seed fixes the jitter */
  constructor(intervalMs: Ms, seed = 0) {
    this.#intervalMs = intervalMs
    this.#random = xoroshiro128plus(seed)
  }

  /**
   * Takes the next free moment. @returns its stamp, `from` or later; the caller waits for it.
   * @param from when it could be sent at the earliest
   */
  reserve(from: Ms = now()): Ms {
    const at = Math.max(from, this.#next)
    this.#next = at + this.#intervalMs
    // Never earlier than the pause allows, and at least as far apart as the rate allows.
    return at > this.#heldUntil || this.#jitterMs === 0 ? at : this.#jittered(at)
  }

  #jittered(at: Ms): Ms {
    const jittered = at + uniformInt(this.#random, 0, this.#jitterMs)
    if (this.#intervalMs > 0) this.#next = jittered + this.#intervalMs
    return jittered
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
    this.#jitterMs = Math.ceil(Math.min(mostJitterMs, holdMs * jitterShare))
    this.#next = Math.max(this.#next, this.#heldUntil)
  }
}

/** A seed of its own for each relay of a plan: they must not come back in step. */
export const seedFor = (planSeed: number, relay: string): number =>
  [...relay].reduce((seed, char) => (Math.imul(seed, 31) + (char.codePointAt(0) ?? 0)) | 0, planSeed)
