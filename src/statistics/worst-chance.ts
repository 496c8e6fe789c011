import { binomialMass } from './binomial.ts'

/**
 * The highest that E[f(M)], M ~ Binomial(n, chance), becomes for any chance in (0, 1); `f` has the values for 0…n.
 *
 * In θ = asin √chance every such distribution has about the standard deviation 1 / (2√n), and what is expected of it
 * cannot turn faster than that: peaks are looked for at an eighth of it, and then closed in on.
 */
export function worstChance(f: Float64Array): number {
  const n = f.length - 1
  const expected = (theta: number): number => {
    const { first, mass } = binomialMass(n, Math.sin(theta) ** 2)
    return mass.reduce((sum, w, i) => sum + w * (f[first + i] ?? 0), 0)
  }
  const steps = Math.ceil(8 * Math.PI * Math.sqrt(n)) + 1
  const step = Math.PI / 2 / (steps + 1)
  const grid = Array.from({ length: steps }, (_, i) => expected((i + 1) * step))
  const near = 0.99 * Math.max(...grid)
  const isPeak = (value: number, i: number): boolean =>
    value >= near && value >= (grid[i - 1] ?? 0) && value >= (grid[i + 1] ?? 0)
  const peaks = grid.flatMap((value, i) => (isPeak(value, i) ? [i + 1] : []))
  return Math.max(...peaks.map((i) => peakBetween((i - 1) * step, (i + 1) * step, expected)))
}

/** Golden section: each part of the stretch is this share of the one before. */
const golden = (Math.sqrt(5) - 1) / 2

/** Parts after which a peak's place is known to 1e-8 of the stretch, and its height to about the square of that. */
const sections = 40

/** The highest value of a function with one peak between the two. */
function peakBetween(from: number, to: number, of: (x: number) => number): number {
  let [low, high] = [from, to]
  let [x, y] = [high - golden * (high - low), low + golden * (high - low)]
  let [atX, atY] = [of(x), of(y)]
  for (let i = 0; i < sections; i++) {
    if (atX > atY) {
      ;[high, y, atY] = [y, x, atX]
      x = high - golden * (high - low)
      atX = of(x)
    } else {
      ;[low, x, atX] = [x, y, atY]
      y = low + golden * (high - low)
      atY = of(y)
    }
  }
  return Math.max(atX, atY)
}
