/** A stretch of a binomial distribution: the probabilities of `first`, `first + 1`, … successes. */
export interface BinomialMass {
  readonly first: number
  readonly mass: readonly number[]
}

/** Weights below this share of the mode's add up to less than rounding does. */
const negligible = 1e-20

/**
 * Exact probabilities of Binomial(n, p), 0 < p < 1, wherever they are not negligible. They are built outwards from the
 * mode by the ratio of neighbours and scaled to the sum 1, so nothing overflows and the cost grows with √n.
 */
export function binomialMass(n: number, p: number): BinomialMass {
  const odds = p / (1 - p)
  const mode = Math.min(n, Math.floor((n + 1) * p))
  const below: number[] = []
  for (let k = mode, w = 1; k > 0 && w > negligible; k--) {
    w *= k / ((n - k + 1) * odds)
    below.push(w)
  }
  const above: number[] = []
  for (let k = mode, w = 1; k < n && w > negligible; k++) {
    w *= ((n - k) * odds) / (k + 1)
    above.push(w)
  }
  const weights = [...below.reverse(), 1, ...above]
  const total = weights.reduce((sum, w) => sum + w, 0)
  return { first: mode - below.length, mass: weights.map((w) => w / total) }
}
