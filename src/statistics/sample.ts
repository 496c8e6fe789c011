/** Order statistics of n values, whether they are all kept or only counted. */
export interface Sample {
  readonly n: number
  /** The order statistic x(rank): rank 1 is the smallest, rank n the largest; null outside 1…n. */
  at(rank: number): number | null
}

/**
 * Numbers in ascending order. Only its constructor makes one, so unsorted numbers cannot reach a function that
 * relies on the order.
 */
export class Sorted implements Sample {
  readonly #values: Float64Array

  constructor(values: Iterable<number>) {
    this.#values = Float64Array.from(values).sort()
  }

  get n(): number {
    return this.#values.length
  }

  at(rank: number): number | null {
    return this.#values[rank - 1] ?? null
  }
}
