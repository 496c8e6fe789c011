/** How far the functions are from what others, or exact arithmetic, say: the largest error of each, by its source. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { anytimeShare } from '../../dist/statistics/any-time.js'
import { atLeast, atMost } from '../../dist/statistics/binomial-tail.js'
import { clopperPearson } from '../../dist/statistics/clopper-pearson.js'
import { EProcess } from '../../dist/statistics/e-process.js'
import { mannWhitney } from '../../dist/statistics/mann-whitney.js'
import { benjaminiHochberg, holm } from '../../dist/statistics/multiple.js'
import { detectableChance, probesForPromise, probesToDetect } from '../../dist/statistics/needed.js'
import { intervalRanks } from '../../dist/statistics/quantile-interval.js'
import { rankSumP, unpairedRatio } from '../../dist/statistics/rank-sum.js'
import { boschloo, fisherExact, mcnemar, shareDifference } from '../../dist/statistics/share-difference.js'
import { pairedRatio, signedRankP } from '../../dist/statistics/signed-rank.js'
import { wilson } from '../../dist/statistics/wilson.js'
import { markdown } from './text.js'

const folder = join(import.meta.dirname, '..', '..', 'test', 'statistics')
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))

const ends = ({ low, high }) => [low, high]
const withEnds = ({ ratio, low, high }) => [ratio, low, high]
const trials = ([successes, n]) => ({ successes, n })
const array = (values) => Float64Array.from(values)

const functions = {
  wilson: (k, n, confidence) => ends(wilson(k, n, confidence)),
  clopperPearson: (k, n, confidence) => ends(clopperPearson(k, n, confidence)),
  anytimeShare: (k, n, alpha) => ends(anytimeShare(k, n, alpha)),
  intervalRanks,
  atLeast,
  atMost,
  fisherExact: (a, b) => fisherExact(trials(a), trials(b)),
  boschloo: (a, b) => boschloo(trials(a), trials(b)),
  mcnemar,
  shareDifference: (a, b, confidence) => ends(shareDifference(trials(a), trials(b), confidence)),
  rankSumP: (a, b) => rankSumP(array(a), array(b)),
  mannWhitneyP: (a, b) => mannWhitney(array(a).sort(), array(b).sort()).p,
  unpairedRatio: (a, b) => withEnds(unpairedRatio(array(a), array(b))),
  signedRankP,
  pairedRatio: (pairs) => withEnds(pairedRatio(pairs)),
  holm,
  benjaminiHochberg,
  logEvidence: (allowed, nights) =>
    nights.reduce((process, night) => process.seen(...night), EProcess.against(allowed)).logEvidence,
  probesForPromise,
  probesToDetect,
  detectableChance,
}

/** The ranks' values as rows of the other files. */
function rankRows() {
  const { signedRank, rankSum, paired, unpaired } = read('rank-reference.json')
  const source = 'scipy 1.17.1, numpy 2.4.6'
  const row = (name, given, expected) => ({ function: name, arguments: given, expected, source })
  return [
    ...signedRank.map(({ differences, p }) => row('signedRankP', [differences], p)),
    ...rankSum.map(({ a, b, p }) => row('rankSumP', [a, b], p)),
    ...paired.map(({ pairs, ratio, low, high }) => row('pairedRatio', [pairs], [ratio, low, high])),
    ...unpaired.map(({ a, b, ratio, low, high }) => row('unpairedRatio', [a, b], [ratio, low, high])),
  ]
}

/** Of a value's own size, or absolute where only so many decimals were printed. */
function errorOf({ function: name, arguments: given, expected, digits }) {
  const [mine, theirs] = [[functions[name](...given)].flat(), [expected].flat()]
  return Math.max(
    ...theirs.map((value, i) => {
      const distance = Math.abs(mine[i] - value)
      return distance === 0 ? 0 : digits === undefined ? distance / Math.abs(value) : distance
    }),
  )
}

/** What stands before the first colon or comma, without the names of single functions. */
const sourceOf = ({ source }) =>
  source.startsWith('published') ? 'Newcombe 1998, table II, as quoted' : source.split(/[:,]/)[0]

const isClose = (error, digits) => error <= (digits === undefined ? 1e-9 : 0.5001 * 10 ** -digits)

export function agreementTable() {
  const rows = [...read('reference-values.json'), ...read('r-values.json'), ...rankRows()]
  const lines = Object.keys(functions).flatMap((name) => {
    const own = rows.filter((row) => row.function === name)
    const bySource = grouped(own)
    return [...bySource].map(([source, of]) => {
      const [{ digits }] = of
      const worst = Math.max(...of.map(errorOf))
      if (!isClose(worst, digits)) throw new Error(`${name} is ${worst} off ${source}`)
      const error = worst === 0 ? '0' : worst.toExponential(0)
      return [`\`${name}\``, source, of.length, digits === undefined ? 'all' : `${digits} decimals`, error]
    })
  })
  return markdown(['function', 'reference', 'values', 'digits', 'largest error'], lines)
}

function grouped(rows) {
  const groups = new Map()
  for (const row of rows) groups.set(sourceOf(row), [...(groups.get(sourceOf(row)) ?? []), row])
  return groups
}
