import type { OutcomeClass } from '../metrics/outcomes.ts'

/** Outcomes after which asking on burns money or gets a key banned, and how many in a row it takes to believe them. */
const limits: Partial<Record<OutcomeClass, number>> = {
  auth: 2,
  quota: 2,
  'wrong-path': 3,
  dns: 3,
  'no-route': 3,
  proxy: 3,
  tcp: 5,
  tls: 5,
  redirect: 3,
  'timeout-connect': 3,
  'timeout-first-token': 5,
}

/** Watches the outcomes of one relay and says when there is no point in going on. */
export class StopRules {
  #last: OutcomeClass | undefined
  #inARow = 0

  /** @returns the outcome that ends the relay, or undefined to go on. */
  next(outcome: OutcomeClass): OutcomeClass | undefined {
    this.#inARow = outcome === this.#last ? this.#inARow + 1 : 1
    this.#last = outcome
    return this.#inARow >= (limits[outcome] ?? Number.POSITIVE_INFINITY) ? outcome : undefined
  }
}
