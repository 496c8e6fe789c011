import type { Language } from '../core/text.ts'
import type { Report, ReportCell, ReportLoad } from '../schema/report.ts'
import { loadWords as words } from '../words/load.ts'
import { comparisonWords } from '../words/report.ts'
import { count, milliseconds, missing, perSecond } from './figures.ts'
import { relayLabel } from './labels.ts'
import {
  type Column,
  type Line,
  linesPart,
  type Part,
  type Section,
  type TablePart,
  type View,
  type ViewOptions,
} from './view.ts'

/**
 * What each relay was asked and gave while the load was steady; and where requests have times of arrival, how late
 * they were and what a user waits who comes at such a time.
 */
export function load(report: Report, { language }: ViewOptions): View {
  const arriving = report.load.filter(({ arrivals }) => arrivals !== null)
  const rated = report.load.filter(({ window }) => window !== null)
  const parts: Part[] = []
  if (arriving.length > 0) parts.push(arrivalTable(arriving, language))
  if (rated.length > 0)
    parts.push(rateTable(rated, language), linesPart([...unsteady(rated, language), ...legend(language)]))
  const whole: View = parts.length > 0 ? [{ title: words.title[language], level: 2, parts }] : []
  return arriving.length > 0 ? [...whole, responses(report.cells, language)] : whole
}

const responses = (cells: readonly ReportCell[], language: Language): Section => ({
  title: words.responseTitle[language],
  level: 2,
  parts: [
    responseTable(cells, language),
    linesPart([{ text: words.responseLegend[language], tone: 'faint' }]),
  ],
})

const legend = (language: Language): readonly Line[] => [{ text: words.rateLegend[language], tone: 'faint' }]

const unsteady = (all: readonly ReportLoad[], language: Language): readonly Line[] =>
  all
    .filter(({ window }) => window?.steady === false)
    .map(({ relay, window }) => ({
      text: `! ${words.unsteady(relay, (window?.littleRatio ?? 0).toFixed(2))[language]}`,
      tone: 'warning',
    }))

type ColumnId = keyof typeof words.columns

const left = (id: ColumnId, wrapsFrom: number, language: Language): Column => ({
  id,
  head: words.columns[id][language],
  align: 'left',
  wrapsFrom,
})

const right = (id: ColumnId, language: Language): Column => ({
  id,
  head: words.columns[id][language],
  align: 'right',
})

function arrivalTable(all: readonly ReportLoad[], language: Language): TablePart {
  const figures: readonly (readonly [ColumnId, (load: ReportLoad) => string])[] = [
    ['requested', ({ arrivals }) => rate(arrivals?.requestedPerSecond)],
    ['due', ({ arrivals }) => rate(arrivals?.duePerSecond)],
    ['sent', ({ arrivals }) => rate(arrivals?.sentPerSecond)],
    ['unsent', ({ arrivals }) => (arrivals ? count(arrivals.due - arrivals.sent) : missing)],
    ['lagP50', ({ lagMs }) => milliseconds(lagMs.p50)],
    ['lagP99', ({ lagMs }) => milliseconds(lagMs.p99 ?? lagMs.max)],
  ]
  return {
    type: 'table',
    columns: [left('relay', 12, language), ...figures.map(([id]) => right(id, language))],
    rows: all.map((each) => [{ text: each.relay }, ...figures.map(([, show]) => ({ text: show(each) }))]),
    dropOrder: [],
    whenDropped: {},
  }
}

function rateTable(all: readonly ReportLoad[], language: Language): TablePart {
  type Shown = (window: NonNullable<ReportLoad['window']>) => string
  const figures: readonly (readonly [ColumnId, Shown])[] = [
    ['window', ({ ms }) => milliseconds(ms)],
    ['sentInside', ({ sentPerSecond }) => perSecond(sentPerSecond)],
    ['answers', ({ answersPerSecond }) => perSecond(answersPerSecond)],
    ['tokens', ({ outputTokensPerSecond }) => perSecond(outputTokensPerSecond)],
    ['inFlight', ({ meanInFlight }) => perSecond(meanInFlight)],
    ['little', ({ littleRatio }) => littleRatio?.toFixed(2) ?? missing],
    ['excluded', ({ warmup, openingWave }) => `${count(warmup)} + ${count(openingWave)}`],
  ]
  return {
    type: 'table',
    columns: [left('relay', 12, language), ...figures.map(([id]) => right(id, language))],
    rows: all.flatMap(({ relay, window }) =>
      window ? [[{ text: relay }, ...figures.map(([, show]) => ({ text: show(window) }))]] : [],
    ),
    dropOrder: ['excluded', 'window'],
    whenDropped: {},
  }
}

const rate = (value: number | null | undefined): string => perSecond(value ?? null)

function responseTable(cells: readonly ReportCell[], language: Language): TablePart {
  const figures: readonly (readonly [ColumnId, (cell: ReportCell) => number | null | undefined])[] = [
    ['ttftP50', ({ ttftMs }) => ttftMs.p50],
    ['ttftDueP50', ({ ttftFromDueMs }) => ttftFromDueMs?.p50],
    ['ttftP95', ({ ttftMs }) => ttftMs.p95],
    ['ttftDueP95', ({ ttftFromDueMs }) => ttftFromDueMs?.p95],
    ['e2eP50', ({ e2eMs }) => e2eMs.p50],
    ['e2eDueP50', ({ e2eFromDueMs }) => e2eFromDueMs?.p50],
  ]
  return {
    type: 'table',
    columns: [
      left('relay', 10, language),
      left('model', 8, language),
      left('mode', 6, language),
      ...figures.map(([id]) => right(id, language)),
    ],
    rows: cells.map((cell) => [
      { text: relayLabel(cell) },
      { text: cell.model },
      { text: comparisonWords.mode[cell.mode][language] },
      ...figures.map(([, value]) => ({ text: milliseconds(value(cell) ?? null) })),
    ]),
    dropOrder: ['mode', 'ttftP95', 'ttftDueP95'],
    whenDropped: {},
  }
}
