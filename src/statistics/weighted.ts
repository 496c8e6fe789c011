/** Numbers in ascending order; weights are above 0, and absent ones are all 1. */
export interface WeightedSample {
  readonly values: Float64Array
  readonly weights?: Float64Array
}

/** Numbers that keep coming, eight bytes each. */
class Growing {
  #room = new Float64Array(64)
  #length = 0

  push(value: number): void {
    if (this.#length === this.#room.length) {
      const larger = new Float64Array(this.#length * 2)
      larger.set(this.#room)
      this.#room = larger
    }
    this.#room[this.#length++] = value
  }

  taken(): Float64Array {
    return this.#room.slice(0, this.#length)
  }
}

/** One number a probe, of equal weight. */
export class ValueList {
  readonly #values = new Growing()

  add(value: number): void {
    this.#values.push(value)
  }

  sample(): WeightedSample {
    return { values: this.#values.taken().sort() }
  }
}

/** One number a probe, each with a weight of its own. */
export class WeightedList {
  readonly #values = new Growing()
  readonly #weights = new Growing()

  /** What weighs nothing is left out. */
  add(value: number, weight: number): void {
    if (weight <= 0) return
    this.#values.push(value)
    this.#weights.push(weight)
  }

  sample(): WeightedSample {
    const [values, weights] = [this.#values.taken(), this.#weights.taken()]
    const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
    return {
      values: Float64Array.from(order, (i) => values[i] ?? 0),
      weights: Float64Array.from(order, (i) => weights[i] ?? 0),
    }
  }
}

/** Many numbers a probe, of which few differ: whole µs. Its size is that of the different ones. */
export class Tally {
  readonly #counts = new Map<number, number>()

  add(value: number, times = 1): void {
    if (times > 0) this.#counts.set(value, (this.#counts.get(value) ?? 0) + times)
  }

  sample(): WeightedSample {
    const values = Float64Array.from(this.#counts.keys()).sort()
    return { values, weights: values.map((value) => this.#counts.get(value) ?? 0) }
  }
}

const weightAt = ({ weights }: WeightedSample, i: number): number => (weights ? (weights[i] ?? 0) : 1)

/** How many numbers there are, each as often as it weighs. */
export const totalWeight = ({ values, weights }: WeightedSample): number =>
  weights ? weights.reduce((sum, weight) => sum + weight, 0) : values.length

/** The weighted mean; null of none. */
export function weightedMean(sample: WeightedSample): number | null {
  const { values } = sample
  if (values.length === 0) return null
  const total = totalWeight(sample)
  return values.reduce((sum, value, i) => sum + value * weightAt(sample, i), 0) / total
}

/** The number at a place 0 … n − 1, where weights are counts. */
function placed(sample: WeightedSample, place: number): number {
  const { values, weights } = sample
  if (!weights) return values[place] ?? 0
  let before = 0
  for (let i = 0; i < values.length; i++) {
    before += weights[i] ?? 0
    if (place < before) return values[i] ?? 0
  }
  return values[values.length - 1] ?? 0
}

/**
 * The p-quantile by linear interpolation between the two nearest numbers; null of none.
 * @see Hyndman & Fan 1996, definition 7; `numpy.percentile(method='linear')`, its `_lerp` included
 */
export function linearQuantile(sample: WeightedSample, p: number): number | null {
  const n = totalWeight(sample)
  if (n === 0) return null
  const at = (n - 1) * p
  const share = at - Math.floor(at)
  const [low, high] = [placed(sample, Math.floor(at)), placed(sample, Math.ceil(at))]
  return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share)
}

/**
 * The first number at which the cumulated share of the weights reaches p; null of none. Shares are added up number by
 * number in floating point, as guidellm does, so that the same one is hit where a sum falls just short.
 * @see guidellm, `DistributionSummary.from_values` and `Percentiles.from_pdf`
 */
export function inverseCdf(sample: WeightedSample, p: number): number | null {
  const { values } = sample
  if (values.length === 0) return null
  const total = totalWeight(sample)
  let share = 0
  for (let i = 0; i < values.length; ) {
    const value = values[i] ?? 0
    let weight = 0
    for (; values[i] === value; i++) weight += weightAt(sample, i)
    share += weight / total
    if (share >= p) return value
  }
  return values[values.length - 1] ?? null
}
