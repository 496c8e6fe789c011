import type { Ms } from './clock.ts'
import type { Policy } from './policy.ts'

interface Breaker {
  failures: number
  openUntilMs: Ms
}

/** Which relays are left alone for a while, since too many attempts in a row failed there. */
export class Breakers {
  readonly #trip: Policy['trip']
  readonly #breakers = new Map<string, Breaker>()

  constructor({ trip }: Policy) {
    this.#trip = trip
  }

  isOpen(relay: string, atMs: Ms): boolean {
    return (this.#breakers.get(relay)?.openUntilMs ?? 0) > atMs
  }

  /** Those that may be asked; with all of them left alone there is nothing to lose, and all may. */
  order(relays: readonly string[], atMs: Ms): readonly string[] {
    const closed = relays.filter((relay) => !this.isOpen(relay, atMs))
    return closed.length > 0 ? closed : relays
  }

  /** An attempt has ended. */
  told(relay: string, ok: boolean, endMs: Ms): void {
    const breaker = this.#breakers.get(relay) ?? { failures: 0, openUntilMs: 0 }
    this.#breakers.set(relay, breaker)
    breaker.failures = ok ? 0 : breaker.failures + 1
    if (breaker.failures >= this.#trip.failures) breaker.openUntilMs = endMs + this.#trip.cooldownMs
  }
}
