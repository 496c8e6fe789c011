/** Coverage of the intervals made of two shares or more. Newcombe's is exact over a grid of both; sums are simulated. */
import { binomialMass } from '../../dist/statistics/binomial.js'
import { sumOf } from '../../dist/statistics/mover.js'
import { shareDifference } from '../../dist/statistics/share-difference.js'
import { wilson } from '../../dist/statistics/wilson.js'
import { binomialDraw, drawsOf, sizes } from './setting.js'
import { count, markdown, percent, simulated } from './text.js'

const chances = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999]
const pairs = chances.flatMap((a, i) => chances.slice(i).map((b) => [a, b]))

/** Ends that differ from the truth by rounding hold it. */
const rounding = 1e-12

const holds = ({ low, high }, truth) => low <= truth + rounding && truth - rounding <= high

function newcombeCoverage(n, [chanceA, chanceB], intervals) {
  const [a, b] = [binomialMass(n, chanceA), binomialMass(n, chanceB)]
  const truth = chanceA - chanceB
  let sum = 0
  for (const [i, weightA] of a.mass.entries()) {
    if (weightA < 1e-9) continue
    for (const [j, weightB] of b.mass.entries())
      if (weightB > 1e-9 && holds(intervals(a.first + i, b.first + j), truth)) sum += weightA * weightB
  }
  return sum
}

/** Asked for again and again, by pairs of chances. */
function remembered(n) {
  const known = new Map()
  return (a, b) => {
    const key = a * (n + 1) + b
    let found = known.get(key)
    if (!found) {
      found = shareDifference({ successes: a, n }, { successes: b, n })
      known.set(key, found)
    }
    return found
  }
}

function newcombeRow(n) {
  const intervals = remembered(n)
  const all = pairs.map((pair) => newcombeCoverage(n, pair, intervals))
  const worst = Math.min(...all)
  const mean = all.reduce((sum, each) => sum + each, 0) / all.length
  return [
    "Newcombe's difference",
    count(n),
    '95 %',
    percent(mean),
    percent(worst),
    pairs[all.indexOf(worst)].join(' and '),
  ]
}

const runs = 10_000
const summed = [0.9, 0.95, 0.99]

function sumRow(n) {
  const truth = summed.reduce((sum, chance) => sum + chance, 0)
  let hits = 0
  for (let run = 0; run < runs; run++) {
    const random = drawsOf(1, run)
    if (holds(sumOf(summed.map((chance) => wilson(binomialDraw(random, n, chance), n))), truth)) hits++
  }
  return [
    'sum of three shares (MOVER)',
    count(n),
    '95 %',
    simulated(hits, runs),
    '',
    `${summed.join(', ')} only`,
  ]
}

export const differencesTable = () =>
  markdown(
    ['interval', 'n each', 'nominal', 'mean', 'worst', 'worst at shares of'],
    [...sizes.map(newcombeRow), ...sizes.map(sumRow)],
  )
