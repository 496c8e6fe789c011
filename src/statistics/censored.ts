import type { Sample } from './sample.ts'

/**
 * The values of `answered` and `failures` more at +∞ (right-censored): probes that never gave a value count as slower
 * than any that did. A rank among them has no value, so the quantile that falls there is null, and so is an end of its
 * {@link file://./quantile-interval.ts interval}: open.
 */
export class Censored implements Sample {
  readonly n: number
  readonly #answered: Sample

  constructor(answered: Sample, failures: number) {
    this.n = answered.n + failures
    this.#answered = answered
  }

  at(rank: number): number | null {
    return this.#answered.at(rank)
  }
}
