/**
 * Coverage of the intervals of quantiles: exact, by the ranks they take, and simulated where 3 % of the probes failed
 * and stand at +∞ (of those the p99 is +∞ itself).
 */
import { anytimeRanks } from '../../dist/statistics/any-time.js'
import { binomialMass } from '../../dist/statistics/binomial.js'
import { Censored } from '../../dist/statistics/censored.js'
import { normalQuantile } from '../../dist/statistics/normal.js'
import { intervalRanks, quantileInterval } from '../../dist/statistics/quantile-interval.js'
import { Sorted } from '../../dist/statistics/sample.js'
import { drawsOf, latencies, sizes } from './setting.js'
import { count, markdown, percent, simulated } from './text.js'

const levels = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 }
const failureShare = 0.03
const runs = 4_000

/** P(l ≤ B < u), B of n values at or below the quantile; an open end holds all. */
function exactCoverage(n, p, [low, high]) {
  const { first, mass } = binomialMass(n, p)
  return mass.reduce((sum, w, i) => {
    const below = first + i
    return below >= (low ?? 0) && below < (high ?? n + 1) ? sum + w : sum
  }, 0)
}

/** Where ln is normal with 0.5; a share of the values is at +∞. */
const trueQuantile = (p) =>
  p >= 1 - failureShare
    ? Number.POSITIVE_INFINITY
    : 600 * Math.exp(0.5 * normalQuantile(p / (1 - failureShare)))

function censoredHits(n, p, ranks, nth) {
  const truth = trueQuantile(p)
  let hits = 0
  for (let run = 0; run < runs; run++) {
    const random = drawsOf(10 + nth, run)
    const answered = latencies(random, n).filter(() => random.unit() >= failureShare)
    const [low, high] = quantileInterval(new Censored(new Sorted(answered), n - answered.length), p, ranks)
    if ((low ?? 0) <= truth && truth <= (high ?? Number.POSITIVE_INFINITY)) hits++
  }
  return hits
}

const shape = ([low, high]) => (high !== null ? 'both' : low !== null ? 'lower only' : 'none')

export const quantilesTable = () =>
  markdown(
    ['interval', 'quantile', 'n', 'ends', 'nominal', 'exact', 'simulated, 3 % failures'],
    [
      ['order statistics', intervalRanks],
      ['any-time ranks, looked at once', anytimeRanks],
    ].flatMap(([name, ranks]) =>
      Object.entries(levels).flatMap(([level, p], nth) =>
        sizes.map((n) => {
          const ends = ranks(n, p)
          const exact = percent(exactCoverage(n, p, ends))
          return [
            name,
            level,
            count(n),
            shape(ends),
            '95 %',
            exact,
            simulated(censoredHits(n, p, ranks, nth), runs),
          ]
        }),
      ),
    ),
  )
