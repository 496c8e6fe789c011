/** A relay compared with itself by what `relaybench compare` does: how often anything is called different. */
import { compareSides } from '../../dist/judge/compare/compare.js'
import { roundsOf } from '../../dist/judge/compare/rounds.js'
import { relaySide, sideOf } from '../../dist/judge/compare/side.js'
import { judge } from '../../dist/judge/judge.js'
import { honestRun } from './runs.js'
import { drawsOf } from './setting.js'
import { count, markdown, simulated } from './text.js'

const comparisons = 1_000
const options = { alpha: 0.05, tolerance: 0.05, version: '0.0.0' }

const rounds = (table, nth) => 20 + drawsOf(table, nth).below(31)

const questions = ({ cells }) => cells.flatMap((cell) => cell.questions)
const differs = (comparison) =>
  questions(comparison).some(({ verdict }) => verdict === 'worse' || verdict === 'better')

function twoRuns(nth) {
  const [a, b] = [2 * nth, 2 * nth + 1].map((run) => judge(honestRun(80, run, rounds(81, run), ['acme'])))
  return compareSides([sideOf('a', [a]), sideOf('b', [b])], options)
}

function twoNames(nth) {
  const records = honestRun(82, nth, rounds(83, nth), ['acme', 'other'])
  const report = judge(records)
  const byCell = roundsOf(records)
  return compareSides(
    ['acme', 'other'].map((relay) => relaySide(relay, report, byCell)),
    { ...options, matchedBy: 'model' },
  )
}

function row(name, compared) {
  let [different, asked] = [0, 0]
  for (let nth = 0; nth < comparisons; nth++) {
    const comparison = compared(nth)
    if (differs(comparison)) different++
    asked += questions(comparison).filter(({ adjustedP }) => adjustedP !== null).length
  }
  const each = (asked / comparisons).toFixed(1)
  return [name, count(comparisons), each, '5 %', different, simulated(different, comparisons)]
}

export const sameTable = () =>
  markdown(
    ['compared', 'comparisons', 'questions each', 'promised at most', 'differed', 'share'],
    [row('two runs', twoRuns), row('two names in one run, round by round', twoNames)],
  )
