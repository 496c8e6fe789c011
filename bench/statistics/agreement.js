/** How far the functions are from what others, or exact arithmetic, say: the largest error of each, by its source. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { markdown } from './text.js'
import { loadTest } from './typescript.js'

const folder = join(import.meta.dirname, '..', '..', 'test', 'statistics')
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))

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
function errorOf(functions, { function: name, arguments: given, expected, digits }) {
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

export async function agreementTable() {
  const { functions } = await loadTest('statistics/reference-functions.ts')
  const rows = [...read('reference-values.json'), ...read('r-values.json'), ...rankRows()]
  const lines = Object.keys(functions).flatMap((name) => {
    const own = rows.filter((row) => row.function === name)
    const bySource = grouped(own)
    return [...bySource].map(([source, of]) => {
      const [{ digits }] = of
      const worst = Math.max(...of.map((row) => errorOf(functions, row)))
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
