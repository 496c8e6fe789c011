import { nearestRank } from './quantile.ts'

/** Each step is so much wider than the one before: no value is counted further from itself than 1 % of it. */
const growth = 1.02
const logGrowth = Math.log(growth)
/** Smaller values count as this one: a µs, where they are in ms. */
const least = 0.001

/**
 * Counts values above 0 in steps of 2 %, in an entry a step: for many small groups of values, of which plots show the
 * median. The order of values changes nothing.
 */
export class CoarseTally {
  readonly #steps = new Map<number, number>()
  #n = 0

  add(value: number): void {
    this.#count(Math.round(Math.log(Math.max(value, least)) / logGrowth), 1)
  }

  merge(other: CoarseTally): void {
    for (const [step, count] of other.#steps) this.#count(step, count)
  }

  #count(step: number, count: number): void {
    this.#steps.set(step, (this.#steps.get(step) ?? 0) + count)
    this.#n += count
  }

  /** The median by nearest rank, within 1 %; null of no values. */
  median(): number | null {
    let before = 0
    const rank = nearestRank(this.#n, 0.5)
    for (const [step, count] of [...this.#steps].sort(([a], [b]) => a - b)) {
      before += count
      if (before >= rank) return growth ** step
    }
    return null
  }
}
