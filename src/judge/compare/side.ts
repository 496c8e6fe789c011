import { groupBy } from '../../core/group.ts'
import type { Mode } from '../../core/plan.ts'
import { UserError } from '../../core/text.ts'
import type { TimeMetric } from '../../schema/comparison.ts'
import type { Report, ReportCell } from '../../schema/report.ts'
import { histogramValues } from '../../statistics/hdr.ts'
import type { Trials } from '../../statistics/share-difference.ts'
import { compareWords as words } from '../../words/compare.ts'
import type { CellRounds } from './rounds.ts'
import { type Asked, askedOf } from './workload.ts'

/** All that one side knows of a relay's model, over its reports. */
export interface ComparedCell {
  readonly relay: string
  readonly line: string | null
  readonly model: string
  readonly protocol: string
  readonly mode: Mode
  readonly trials: Trials
  /** In ms, in any order; failures of TTFT and E2E stand at +∞. */
  readonly times: Readonly<Record<TimeMetric, Float64Array>>
  readonly clientLimited: boolean
  readonly anytime: boolean
  /** What was asked of it, in every report. */
  readonly asked: readonly Asked[]
  /** What came of each round, where the journal of its one run is at hand. */
  readonly rounds?: CellRounds
}

/** One of those that are compared: what a person named, and the reports that it stands for. */
export interface Side {
  readonly label: string
  readonly reports: readonly Report[]
  readonly cells: readonly ComparedCell[]
}

/** Everything in the reports, those of the same cell taken together. */
export const sideOf = (label: string, reports: readonly Report[]): Side => ({
  label,
  reports,
  cells: pooled(reports.flatMap((report) => report.cells.map((cell) => ({ cell, report })))),
})

/** One relay of a run. @param rounds of its cells by id, to be paired with those of another relay of this run */
export function relaySide(
  relay: string,
  report: Report,
  rounds: ReadonlyMap<string, CellRounds> = new Map(),
): Side {
  const own = report.cells.filter((cell) => cell.relay === relay)
  const cells = own.map((cell) => {
    const ofCell = rounds.get(cell.id)
    return { ...compared([{ cell, report }], cell), ...(ofCell && { rounds: ofCell }) }
  })
  return { label: relay, reports: [report], cells }
}

interface Reported {
  readonly cell: ReportCell
  readonly report: Report
}

/** Cells in which nothing was sent say nothing: they are as if they were not there. */
function pooled(all: readonly Reported[]): readonly ComparedCell[] {
  const groups = groupBy(
    all.filter(({ cell }) => cell.sent > 0),
    ({ cell: { relay, line, model, protocol, mode } }) =>
      JSON.stringify([relay, line, model, protocol, mode]),
  )
  return [...groups.values()].flatMap((parts) => (parts[0] ? [compared(parts, parts[0].cell)] : []))
}

function compared(
  parts: readonly Reported[],
  { relay, line, model, protocol, mode }: ReportCell,
): ComparedCell {
  const cells = parts.map(({ cell }) => cell)
  const trials = trialsOf(cells)
  const failures = trials.n - trials.successes
  return {
    ...{ relay, line, model, protocol, mode },
    trials,
    times: {
      ttft: times(cells, ({ ttftMs }) => ttftMs.histogram, failures),
      e2e: times(cells, ({ e2eMs }) => e2eMs.histogram, failures),
      tpot: times(cells, ({ tpotMs }) => tpotMs.histogram, 0),
    },
    clientLimited: cells.some(({ clientLimited }) => clientLimited),
    anytime: cells.some(({ anytime }) => anytime),
    asked: parts.map(({ report }) => askedOf(report, relay)),
  }
}

/** More than a year of one probe a second would bring; beyond, a report rather means harm. */
const mostTrials = 40_000_000

function trialsOf(cells: readonly ReportCell[]): Trials {
  const sum = (of: (cell: ReportCell) => number) => cells.reduce((total, cell) => total + of(cell), 0)
  const n = sum(({ availability }) => availability.n)
  if (n > mostTrials) throw new UserError(words.tooMany(String(n), String(mostTrials)))
  return { n, successes: sum(({ availability }) => Math.round(availability.n * (availability.value ?? 0))) }
}

function times(
  cells: readonly ReportCell[],
  histogramOf: (cell: ReportCell) => string | null,
  failures: number,
): Float64Array {
  const answers = cells.flatMap((cell) => {
    const histogram = histogramOf(cell)
    return histogram === null ? [] : [histogramValues(histogram)]
  })
  const all = new Float64Array(answers.reduce((total, { length }) => total + length, failures))
  let filled = 0
  for (const values of answers) {
    all.set(values, filled)
    filled += values.length
  }
  return all.fill(Number.POSITIVE_INFINITY, filled)
}
