import { LogLinear } from './log-linear.ts'

/** So many values are kept exactly, in 32 kB: more than most cells ever have. */
const mostExact = 4_096

/** Steps in which values are counted are at most this share of them wide. */
const stepWidth = 1 / 1024

/** Values in ms that keep coming, ordered at any time, in memory that does not grow with their number. */
export class GrowingSample {
  /** Ascending up to `n`; given up once values are counted. */
  #exact = new Float64Array(16)
  #counted: LogLinear | undefined
  #n = 0

  get n(): number {
    return this.#n
  }

  add(ms: number): void {
    if (this.#counted) this.#counted.add(microseconds(ms))
    else if (this.#n < mostExact) this.#insert(ms)
    else this.#counted = this.#count(ms)
    this.#n++
  }

  /**
   * Between which values the order statistic x(rank), 1 ≤ rank ≤ n, lies: twice the same while values are kept exactly,
   * then the ends of its step, within 0.1 % of each other.
   */
  at(rank: number): readonly [atLeast: number, atMost: number] {
    if (!this.#counted) {
      const value = this.#exact[rank - 1] ?? Number.NaN
      return [value, value]
    }
    const highestUs = this.#counted.at(rank) ?? Number.NaN
    return [(highestUs * (1 - stepWidth)) / 1000, highestUs / 1000]
  }

  #insert(ms: number): void {
    if (this.#n === this.#exact.length) {
      const longer = new Float64Array(2 * this.#n)
      longer.set(this.#exact)
      this.#exact = longer
    }
    let [from, to] = [0, this.#n]
    while (from < to) {
      const middle = (from + to) >>> 1
      if ((this.#exact[middle] ?? 0) <= ms) from = middle + 1
      else to = middle
    }
    this.#exact.copyWithin(from + 1, from, this.#n)
    this.#exact[from] = ms
  }

  #count(ms: number): LogLinear {
    const counted = new LogLinear()
    for (const value of this.#exact) counted.add(microseconds(value))
    counted.add(microseconds(ms))
    this.#exact = new Float64Array(0)
    return counted
  }
}

const microseconds = (ms: number): number => Math.round(ms * 1000)
