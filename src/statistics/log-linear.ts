import type { Sample } from './sample.ts'

/** Whole numbers from `first` to `last`, which are counted as one; `index` numbers such steps from 0 on, the empty ones too. */
interface Step {
  readonly index: number
  readonly first: number
  readonly last: number
  readonly count: number
}

/** Steps in each power of two: no value is counted further from itself than 1/1024 of it. */
const stepsPerOctave = 1024
/** Below this every whole number has a step of its own. */
const exactBelow = 2 * stepsPerOctave
const twoTo32 = 2 ** 32

/**
 * Counts whole numbers from 0 to 2^53 − 1 in steps that grow with the value: those of an HDR histogram with three
 * significant digits, so that one is made of it without moving a value. It needs no range beforehand, and only
 * octaves in which there are values take memory, 8 kB each; the number of values takes none. Smallest and largest value
 * are kept as they were. The order of values, and of merging, changes nothing.
 * @see https://hdrhistogram.github.io/HdrHistogram/ for the layout of the steps
 */
export class LogLinear implements Sample {
  /** By octave: first 0 … 2047 in steps of 1, then from each power of two to the next in 1024 steps. */
  readonly #octaves: (Float64Array | undefined)[] = []
  #n = 0
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY

  get n(): number {
    return this.#n
  }

  /** Counts a value, `count` times. @throws RangeError when it is no whole number from 0 to 2^53 − 1. */
  add(value: number, count = 1): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not countable: ${value}`)
    const octave = octaveOf(value)
    const counts = this.#countsOf(octave)
    const step = stepOf(value, octave)
    counts[step] = (counts[step] ?? 0) + count
    this.#n += count
    if (value < this.#min) this.#min = value
    if (value > this.#max) this.#max = value
  }

  /** Takes in all that another has counted; the other is left as it is. */
  merge(other: LogLinear): void {
    other.#octaves.forEach((theirs, octave) => {
      if (!theirs) return
      const ours = this.#countsOf(octave)
      for (let step = 0; step < theirs.length; step++) ours[step] = (ours[step] ?? 0) + (theirs[step] ?? 0)
    })
    this.#n += other.#n
    this.#min = Math.min(this.#min, other.#min)
    this.#max = Math.max(this.#max, other.#max)
  }

  /**
   * The order statistic x(rank), at most 1/1024 above the true one and never below it: the upper end of its step.
   * Rank 1 and rank n are exact.
   */
  at(rank: number): number | null {
    if (!(rank >= 1 && rank <= this.#n)) return null
    if (rank === 1) return this.#min
    let seen = 0
    for (const { last, count } of this.steps()) {
      seen += count
      if (seen >= rank) return Math.min(last, this.#max)
    }
    return this.#max
  }

  /** Steps that hold values, in ascending order. */
  *steps(): Generator<Step> {
    for (const [octave, counts] of this.#octaves.entries()) {
      const width = 2 ** octave
      const base = octave === 0 ? 0 : stepsPerOctave
      for (let step = 0; counts && step < counts.length; step++) {
        const count = counts[step] ?? 0
        const first = (base + step) * width
        const index = octave * stepsPerOctave + base + step
        if (count > 0) yield { index, first, last: first + width - 1, count }
      }
    }
  }

  #countsOf(octave: number): Float64Array {
    const known = this.#octaves[octave]
    if (known) return known
    // No holes: entries() and forEach() then see every octave.
    while (this.#octaves.length < octave) this.#octaves.push(undefined)
    const made = new Float64Array(octave === 0 ? exactBelow : stepsPerOctave)
    this.#octaves[octave] = made
    return made
  }
}

function octaveOf(value: number): number {
  if (value < exactBelow) return 0
  return value < twoTo32 ? 21 - Math.clz32(value) : 53 - Math.clz32(value / twoTo32)
}

function stepOf(value: number, octave: number): number {
  if (octave === 0) return value
  // Shifting is several times faster than dividing, but knows 32 bits only.
  const inWidths = value < twoTo32 ? value >>> octave : Math.floor(value / 2 ** octave)
  return inWidths - stepsPerOctave
}
