import { randomFor } from '../../dist/sim/random.js'

/** The sample sizes of every table. */
export const sizes = [10, 20, 50, 100, 1000]

/** Stated before anything was seen; every table draws from streams of its own, all of which are counted. */
const seed = 20_261_128

/** The draws of one run of a table. */
export const drawsOf = (table, run) => randomFor(seed + table, run, 'latency')

/** Latencies in ms with a long tail: ln is normal with standard deviation 0.5. */
export const latencies = (random, n, typicalMs = 600) =>
  Float64Array.from({ length: n }, () => typicalMs * Math.exp(0.5 * random.normal()))

/** The same, each lost (at +∞) with a chance. */
export const withFailures = (random, n, failureShare, typicalMs) =>
  latencies(random, n, typicalMs).map((ms) => (random.unit() < failureShare ? Number.POSITIVE_INFINITY : ms))

export function binomialDraw(random, n, chance) {
  let successes = 0
  for (let i = 0; i < n; i++) if (random.unit() < chance) successes++
  return successes
}
