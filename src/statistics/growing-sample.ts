import type { Histogram } from 'hdr-histogram-js'
import { emptyHistogram } from './hdr.ts'

/** So many values are kept exactly, in 32 kB: more than most cells ever have. */
const mostExact = 4_096

/** With three significant digits a bucket is at most this share of its values wide. */
const bucketWidth = 1 / 1024

/** Values in ms that keep coming, ordered at any time, in memory that does not grow with their number. */
export class GrowingSample {
  /** Ascending up to `n`; given up once the histogram takes over. */
  #exact = new Float64Array(16)
  #histogram: Histogram | undefined
  #n = 0

  /** Loads what many values need beforehand: in the middle of a run that would stall what is measured. */
  static prepareFor(n: number): void {
    if (n > mostExact) emptyHistogram()
  }

  get n(): number {
    return this.#n
  }

  add(ms: number): void {
    if (this.#histogram) this.#histogram.recordValue(microseconds(ms))
    else if (this.#n < mostExact) this.#insert(ms)
    else this.#histogram = this.#toHistogram(ms)
    this.#n++
  }

  /**
   * Between which values the order statistic x(rank), 1 ≤ rank ≤ n, lies: twice the same while values are kept exactly,
   * then the ends of its bucket, within 0.1 % of each other.
   */
  at(rank: number): readonly [atLeast: number, atMost: number] {
    if (!this.#histogram) {
      const value = this.#exact[rank - 1] ?? Number.NaN
      return [value, value]
    }
    const highestUs = this.#histogram.getValueAtPercentile((100 * rank) / this.#n)
    return [(highestUs * (1 - bucketWidth)) / 1000, highestUs / 1000]
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

  #toHistogram(ms: number): Histogram {
    const histogram = emptyHistogram()
    for (const value of this.#exact) histogram.recordValue(microseconds(value))
    histogram.recordValue(microseconds(ms))
    this.#exact = new Float64Array(0)
    return histogram
  }
}

const microseconds = (ms: number): number => Math.round(ms * 1000)
