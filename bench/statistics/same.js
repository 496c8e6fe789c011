/** A relay compared with itself by what `relaybench compare` does: how often anything is called different. */
import { compareSides } from '../../dist/judge/compare/compare.js'
import { roundsOf } from '../../dist/judge/compare/rounds.js'
import { relaySide, sideOf } from '../../dist/judge/compare/side.js'
import { judge } from '../../dist/judge/judge.js'
import { randomFor } from '../../dist/sim/random.js'
import { count, markdown, simulated } from './text.js'
import { loadTest } from './typescript.js'

const comparisons = 1_000
const options = { alpha: 0.05, tolerance: 0.05, version: '0.0.0' }

/** As in test/judge/compare.test.ts. */
const rounds = (nth) => 20 + randomFor(8, nth, 'latency').below(31)

const questions = ({ cells }) => cells.flatMap((cell) => cell.questions)
const differs = (comparison) =>
  questions(comparison).some(({ verdict }) => verdict === 'worse' || verdict === 'better')

function twoRuns({ syntheticRun, usual }, nth) {
  const [a, b] = [2 * nth, 2 * nth + 1].map((run) => judge(syntheticRun(run, rounds(run), { acme: usual })))
  return compareSides([sideOf('a', [a]), sideOf('b', [b])], options)
}

function twoNames({ syntheticRun, usual }, nth) {
  const records = syntheticRun(100_000 + nth, rounds(nth), { acme: usual, other: usual })
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

/** The runs are those of the tests, seeds included: `npx vitest run --mode fuzz test/judge/compare.test.ts`. */
export async function sameTable() {
  const runs = await loadTest('judge/synthetic-run.ts')
  return markdown(
    ['compared', 'comparisons', 'questions each', 'promised at most', 'differed', 'share'],
    [
      row('two runs', (nth) => twoRuns(runs, nth)),
      row('two names in one run, round by round', (nth) => twoNames(runs, nth)),
    ],
  )
}
