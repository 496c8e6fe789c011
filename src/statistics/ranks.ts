/** Ranks with ties: equal values share the mean of the ranks that they take up. */

export interface Ranked {
  /** Twice the rank of each value, in the order given: whole numbers, whatever the ties. */
  readonly doubled: Float64Array
  /** Σ (t³ − t) over the groups of t equal values: what ties take off a variance. */
  readonly ties: number
}

/** Ranks of the values, 1 for the smallest; all values at +∞ are equal. */
export function rank(values: Float64Array): Ranked {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => compare(values[a] ?? 0, values[b] ?? 0))
  const doubled = new Float64Array(values.length)
  let ties = 0
  for (let from = 0; from < order.length; ) {
    const value = values[order[from] ?? 0]
    let to = from
    while (to < order.length && values[order[to] ?? 0] === value) to++
    for (let i = from; i < to; i++) doubled[order[i] ?? 0] = from + to + 1
    ties += (to - from) ** 3 - (to - from)
    from = to
  }
  return { doubled, ties }
}

/** Subtracting infinities gives no order. */
const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)

/** Twice the smaller tail of a distribution over 0 … length − 1 at one of its places, at most 1. */
export function twoSided(mass: Float64Array, at: number): number {
  const upTo = (from: number, to: number) => mass.subarray(from, to).reduce((sum, p) => sum + p, 0)
  const total = upTo(0, mass.length)
  return Math.min(1, (2 * Math.min(upTo(0, at + 1), upTo(at, mass.length))) / total)
}

/** The largest k with P(X < k) ≤ tail, 0 where even P(X < 1) is more. @param mass of 0, 1, … */
export function lowerPlace(mass: Float64Array, tail: number): number {
  const total = mass.reduce((sum, p) => sum + p, 0)
  let below = 0
  let place = 0
  for (const p of mass) {
    below += p / total
    if (below > tail) break
    place++
  }
  return place
}
