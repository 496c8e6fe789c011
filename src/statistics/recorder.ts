import { histogram } from './hdr.ts'
import { LogLinear } from './log-linear.ts'
import { type Sample, Sorted } from './sample.ts'

/** Up to so many values are kept as they are; beyond, they are counted. 16 kB, and seven times what a p99 with its interval needs. */
const mostExact = 2_048
const fewest = 16

/**
 * Values of one metric, none below 0, in memory that stays the same however many come: exactly while they are few,
 * then counted in steps of 1/1024 ({@link LogLinear}) of thousandths: of µs, where they are in ms. Which of the two
 * depends on their number alone, so the order in which values or parts come changes nothing.
 */
export class Recorder {
  #exact = new Float64Array(fewest)
  #n = 0
  #counted: LogLinear | undefined

  /** All of the given values. */
  static of(values: Iterable<number>): Recorder {
    const recorder = new Recorder()
    for (const value of values) recorder.add(value)
    return recorder
  }

  /** All that was recorded in any of the parts, which are left as they are. */
  static merged(parts: Iterable<Recorder>): Recorder {
    const all = new Recorder()
    for (const part of parts) all.merge(part)
    return all
  }

  get n(): number {
    return this.#counted?.n ?? this.#n
  }

  add(value: number): void {
    if (!this.#counted && this.#n < mostExact) this.#keep(value)
    else this.#count().add(thousandths(value))
  }

  merge(other: Recorder): void {
    if (other.#counted) this.#count().merge(other.#counted)
    else for (const value of other.#kept()) this.add(value)
  }

  /** Order statistics: exact, or at most 1/1024 above the true value where values were counted. */
  sample(): Sample {
    const counted = this.#counted
    return counted ? { n: counted.n, at: (rank) => inUnits(counted.at(rank)) } : new Sorted(this.#kept())
  }

  /** Values in ms as an HDR histogram of µs; null of none. The text is the same whether they were kept or counted. */
  histogram(): string | null {
    return this.n === 0 ? null : histogram(this.#counted ?? counts(this.#kept()))
  }

  #keep(value: number): void {
    if (this.#n === this.#exact.length) {
      const longer = new Float64Array(this.#n * 2)
      longer.set(this.#exact)
      this.#exact = longer
    }
    this.#exact[this.#n++] = value
  }

  #kept(): Float64Array {
    return this.#exact.subarray(0, this.#n)
  }

  /** From here on values are counted, those that were kept among them. */
  #count(): LogLinear {
    if (this.#counted) return this.#counted
    this.#counted = counts(this.#kept())
    this.#exact = new Float64Array(0)
    this.#n = 0
    return this.#counted
  }
}

function counts(values: Iterable<number>): LogLinear {
  const counted = new LogLinear()
  for (const value of values) counted.add(thousandths(value))
  return counted
}

const thousandths = (value: number): number => Math.round(value * 1000)

const inUnits = (value: number | null): number | null => (value === null ? null : value / 1000)
