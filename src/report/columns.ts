import type { ReportCell } from '../schema/report.ts'
import { millisecondInterval, milliseconds, missing, percent, percentInterval, perSecond } from './figures.ts'

/** A measured column of the comparison. */
export interface Measure {
  readonly id: MeasureId
  /** Which end wins; absent: a column that explains another and has no winner. */
  readonly better?: 'lower' | 'higher'
  readonly value: (cell: ReportCell) => number | null
  readonly show: (cell: ReportCell) => string
}

type MeasureId =
  | 'availability'
  | 'availabilityInterval'
  | 'ttftP50'
  | 'ttftInterval'
  | 'ttftP95'
  | 'ttftP99'
  | 'ttfoP50'
  | 'e2eP50'
  | 'e2eP99'
  | 'tokensPerSecond'

/**
 * Columns that a narrow terminal gives up, first one first. Rank, relay, ok/sent, availability, TTFT p50 and E2E p50
 * always stay; failures then stand below the table.
 */
export const dropOrder = [
  'ttftInterval',
  'e2eP99',
  'ttftP99',
  'ttfoP50',
  'outcomes',
  'ttftP95',
  'tokensPerSecond',
  'availabilityInterval',
] as const

const time = (id: MeasureId, value: Measure['value']): Measure => ({
  id,
  better: 'lower',
  value,
  show: (cell) => milliseconds(value(cell)),
})

const measures: readonly Measure[] = [
  {
    id: 'availability',
    better: 'higher',
    value: (cell) => cell.availability.value,
    show: (cell) => percent(cell.availability.value),
  },
  {
    id: 'availabilityInterval',
    value: (cell) => cell.availability.value,
    show: ({ availability }) => percentInterval(availability.low, availability.high),
  },
  time('ttftP50', (cell) => cell.ttftMs.p50),
  {
    id: 'ttftInterval',
    value: (cell) => cell.ttftMs.p50,
    show: ({ ttftMs }) => millisecondInterval(ttftMs.p50, ttftMs.intervals.p50),
  },
  time('ttftP95', (cell) => cell.ttftMs.p95),
  time('ttftP99', (cell) => cell.ttftMs.p99),
  time('ttfoP50', (cell) => cell.ttfoMs.p50),
  time('e2eP50', (cell) => cell.e2eMs.p50),
  time('e2eP99', (cell) => cell.e2eMs.p99),
  {
    id: 'tokensPerSecond',
    better: 'higher',
    value: (cell) => cell.outputTokensPerSecond.p50,
    show: (cell) => perSecond(cell.outputTokensPerSecond.p50),
  },
]

/** The first visible token is worth a column only where it comes later than the first one: reasoning models. */
const noticeable = 1.05
const outputComesLater = ({ ttftMs, ttfoMs }: ReportCell): boolean =>
  ttftMs.p50 !== null && ttfoMs.p50 !== null && ttfoMs.p50 > ttftMs.p50 * noticeable

/** The columns in which these cells have anything to show. */
export const measuresOf = (cells: readonly ReportCell[]): readonly Measure[] =>
  measures.filter(
    ({ id, show }) =>
      cells.some((cell) => show(cell) !== missing) && (id !== 'ttfoP50' || cells.some(outputComesLater)),
  )

/**
 * What the winner of a column shows; undefined when there is no contest: fewer than two ranked cells have a value,
 * or all show the same. A missing value never competes.
 */
export function bestOf({ better, value, show }: Measure, cells: readonly ReportCell[]): string | undefined {
  if (better === undefined) return undefined
  const sign = better === 'lower' ? 1 : -1
  const contenders = cells.flatMap((cell) => {
    const measured = value(cell)
    return cell.rank === null || measured === null ? [] : [{ score: sign * measured, shown: show(cell) }]
  })
  const winner = contenders.toSorted((a, b) => a.score - b.score)[0]
  return contenders.some(({ shown }) => shown !== winner?.shown) ? winner?.shown : undefined
}
