import { pick } from '../core/registry.ts'
import type { Language, Text } from '../core/text.ts'
import type { Comparison, ComparisonCell, ComparisonQuestion } from '../schema/comparison.ts'
import { compareWords as words } from '../words/compare.ts'
import { comparisonWords, formatKind } from '../words/report.ts'
import { csvLine } from './csv-line.ts'
import { count, milliseconds, missing, percent, threeDigits } from './figures.ts'
import { relayLabel } from './labels.ts'
import { type Line, linesPart, linesSection, type Section, type TableCell, type View } from './view.ts'
import { type Format, viewFormats } from './view-formats.ts'

const { table, json, markdown, html } = viewFormats<Comparison>(compose)

/** Every format that a comparison can be written in; the first is the default. */
export const comparisonRenderers: readonly Format<Comparison>[] = [
  table,
  json,
  markdown,
  { id: 'csv', render: (comparison) => csvOf(comparison) },
  html,
]

/** @throws UserError when there is no such format. */
export const comparisonRendererNamed = (format: string): Format<Comparison> =>
  pick(comparisonRenderers, format, formatKind)

function compose(comparison: Comparison, language: Language): View {
  const { cells, judged, alpha } = comparison
  return [
    heading(comparison, language),
    ...cells.map((cell) => section(cell, comparison, language)),
    ...linesSection([{ text: words.legend(count(judged), percent(alpha))[language], tone: 'faint' }]),
  ]
}

function heading(comparison: Comparison, language: Language): Section {
  const { sides, design, notices } = comparison
  const about = sides.map(({ label, runs, startedAt, vantage }) => {
    const times = [...new Set([startedAt[0] ?? '', startedAt.at(-1) ?? ''])].join(' … ')
    return { text: words.side(label, String(runs), times, vantage)[language] }
  })
  return {
    title: words.title(sides[0]?.label ?? '')[language],
    level: 1,
    parts: [
      linesPart([
        ...about,
        { text: words[design][language] },
        ...notices.map(({ message }) => ({ text: `! ${message[language]}`, tone: 'warning' as const })),
        ...shown(comparison, language),
      ]),
    ],
  }
}

/** What is shown to be worse, an entry a question: where, by how much, and whether it is a regression. */
export const worsened = (
  comparison: Comparison,
  language: Language,
): readonly { readonly title: string; readonly message: string; readonly regression: boolean }[] =>
  comparison.cells.flatMap((cell) =>
    cell.questions
      .filter(({ verdict }) => verdict === 'worse')
      .map((question) => ({
        title: `${relayLabel(cell)}: ${words.metrics[question.metric][language]}`,
        message: differenceText(words.worseLine, cell, question, comparison, language),
        regression: question.regression,
      })),
  )

/** One difference in a sentence. */
function differenceText(
  line: typeof words.worseLine,
  cell: ComparisonCell,
  question: ComparisonQuestion,
  comparison: Comparison,
  language: Language,
): string {
  const change = `${changeText(question, language)} ${intervalText(question)}`
  return line(cellName(cell, comparison, language), words.metrics[question.metric], change)[language]
}

/** What was shown, first of all. */
function shown(comparison: Comparison, language: Language): readonly Line[] {
  const { cells, tolerance } = comparison
  const questions = cells.flatMap((cell) => cell.questions.map((question) => ({ cell, question })))
  const lines = questions.flatMap(({ cell, question }): readonly Line[] => {
    const { verdict } = question
    if (verdict !== 'worse' && verdict !== 'better') return []
    const line = verdict === 'worse' ? words.worseLine : words.betterLine
    const text = differenceText(line, cell, question, comparison, language)
    return [verdict === 'worse' ? { text: `! ${text}`, tone: 'warning' } : { text, tone: 'best' }]
  })
  const regressions = questions.filter(({ question }) => question.regression).length
  if (lines.length === 0) return [{ text: words.noDifferences[language] }]
  if (regressions === 0) return lines
  return [
    ...lines,
    { text: `! ${words.beyondTolerance(count(regressions), percent(tolerance))[language]}`, tone: 'warning' },
  ]
}

function cellName(cell: ComparisonCell, { sides, matchedBy }: Comparison, language: Language): string {
  const label = sides.length > 2 && matchedBy === 'relay' ? `${sides[cell.side]?.label}: ` : ''
  const relay = relayLabel(cell)
  const who = cell.relay === cell.baselineRelay ? relay : words.versus(relay, cell.baselineRelay)[language]
  return words.cell(`${label}${who} · ${cell.model} · ${cell.protocol}`, comparisonWords.mode[cell.mode])[
    language
  ]
}

function section(cell: ComparisonCell, comparison: Comparison, language: Language): Section {
  const heads = words.columns
  const column = (id: keyof typeof heads, align: 'left' | 'right') => ({
    id,
    head: heads[id][language],
    align,
  })
  return {
    title: cellName(cell, comparison, language),
    level: 2,
    parts: [
      {
        type: 'table',
        columns: [
          column('metric', 'left'),
          column('baseline', 'right'),
          column('candidate', 'right'),
          column('n', 'right'),
          column('change', 'right'),
          column('interval', 'right'),
          column('p', 'right'),
          { ...column('verdict', 'left'), wrapsFrom: 22 },
        ],
        rows: cell.questions.map((question) => row(question, language)),
        dropOrder: ['n', 'p'],
        whenDropped: {},
      },
    ],
  }
}

function row(question: ComparisonQuestion, language: Language): readonly TableCell[] {
  const { metric, unit, baseline, candidate, adjustedP } = question
  const figure = (value: number | null) => (unit === 'difference' ? percent(value) : milliseconds(value))
  return [
    { text: words.metrics[metric][language] },
    { text: figure(baseline.value) },
    { text: figure(candidate.value) },
    { text: `${count(baseline.n)}/${count(candidate.n)}` },
    { text: changeText(question, language) },
    { text: intervalText(question) },
    { text: pText(adjustedP) },
    verdictCell(question, language),
  ]
}

function verdictCell(question: ComparisonQuestion, language: Language): TableCell {
  const tones = { worse: 'warning', better: 'best' } as const
  const { verdict } = question
  const text = verdictText(question)[language]
  return verdict === 'worse' || verdict === 'better' ? { text, tone: tones[verdict] } : { text }
}

function verdictText({ verdict, regression, detectable, reason, unit }: ComparisonQuestion): Text {
  switch (verdict) {
    case 'worse':
      return regression ? words.worse : words.tolerated
    case 'better':
      return words.better
    case 'not-comparable':
      return reason === null ? words.noDifference : words.reasons[reason]
    case 'no-difference-shown':
      if (detectable === null) return words.tooFew
      return bilingual((language) => words.couldHaveSeen(leastText(detectable, unit, language))[language])
  }
}

const bilingual = (of: (language: Language) => string): Text => ({ en: of('en'), zh: of('zh') })

/** Rounded up, so that nothing smaller is promised. */
function leastText(least: number, unit: ComparisonQuestion['unit'], language: Language): string {
  const hundredths = least < 0.1 ? (Math.ceil(least * 1000) / 10).toFixed(1) : String(Math.ceil(least * 100))
  return unit === 'ratio' ? `${hundredths}%` : words.points(hundredths)[language]
}

function changeText({ unit, estimate }: ComparisonQuestion, language: Language): string {
  if (estimate === null) return missing
  return unit === 'ratio' ? `×${threeDigits(estimate)}` : words.points(signed(estimate * 100))[language]
}

function intervalText({ unit, low, high }: ComparisonQuestion): string {
  if (low === null && high === null) return missing
  const end = (value: number | null) =>
    value === null ? missing : unit === 'ratio' ? threeDigits(value) : signed(value * 100)
  return `[${end(low)}, ${end(high)}]`
}

/** A real minus, which no spreadsheet and no list takes for anything else. */
const signed = (value: number): string => {
  const figures = Math.abs(value).toFixed(1)
  return figures === '0.0' ? '0.0' : `${value < 0 ? '−' : '+'}${figures}`
}

const pText = (p: number | null): string =>
  p === null ? missing : p < 0.001 ? '<0.001' : p.toFixed(p < 0.0995 ? 3 : 2)

const csvHead = [
  ...['baseline', 'side', 'baseline_relay', 'relay', 'line', 'model', 'protocol', 'mode', 'metric', 'unit'],
  ...['baseline_value', 'baseline_n', 'value', 'n', 'estimate', 'low', 'high', 'p', 'adjusted_p'],
  ...['verdict', 'reason', 'detectable', 'regression'],
]

/** One row a question. */
function csvOf({ sides, cells }: Comparison): string {
  const rows = cells.flatMap((cell) =>
    cell.questions.map((q) => [
      ...[sides[0]?.label ?? '', sides[cell.side]?.label ?? '', cell.baselineRelay, cell.relay, cell.line],
      ...[cell.model, cell.protocol, cell.mode, q.metric, q.unit],
      ...[q.baseline.value, q.baseline.n, q.candidate.value, q.candidate.n, q.estimate, q.low, q.high],
      ...[q.pValue, q.adjustedP, q.verdict, q.reason, q.detectable, q.regression],
    ]),
  )
  return [csvHead, ...rows].map(csvLine).join('')
}
