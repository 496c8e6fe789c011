/**
 * Exact probabilities of the hypergeometric distribution: `drawn` of a + b are taken, and so many of them come from
 * among the a. All that are possible, from `first` on; those below 1e-308 of the mode's are 0. Built as
 * {@link file://./binomial.ts}'s, outwards from the mode by the ratio of neighbours.
 */
export function hypergeometricMass(
  a: number,
  b: number,
  drawn: number,
): { first: number; mass: Float64Array } {
  const first = Math.max(0, drawn - b)
  const last = Math.min(a, drawn)
  const mode = Math.min(last, Math.max(first, Math.floor(((drawn + 1) * (a + 1)) / (a + b + 2))))
  const mass = new Float64Array(last - first + 1)
  mass[mode - first] = 1
  let total = 1
  for (let k = mode, w = 1; k > first; k--) {
    w *= (k * (b - drawn + k)) / ((a - k + 1) * (drawn - k + 1))
    mass[k - 1 - first] = w
    total += w
  }
  for (let k = mode, w = 1; k < last; k++) {
    w *= ((a - k) * (drawn - k)) / ((k + 1) * (b - drawn + k + 1))
    mass[k + 1 - first] = w
    total += w
  }
  return { first, mass: mass.map((w) => w / total) }
}
