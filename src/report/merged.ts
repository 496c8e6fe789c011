import { groupBy } from '../core/group.ts'
import { pick } from '../core/registry.ts'
import type { Language, Text } from '../core/text.ts'
import type { Merged, MergedPath, MergedRow } from '../schema/merged.ts'
import { mergeWords as words } from '../words/merge.ts'
import { comparisonWords, joints } from '../words/report.ts'
import { count, millisecondInterval, milliseconds, missing, percent, percentInterval } from './figures.ts'
import { failureCounts, relayLabel } from './labels.ts'
import { type Line, linesPart, linesSection, type Section, type TablePart, type View } from './view.ts'
import { type Format, viewFormats } from './view-formats.ts'

const { table, markdown, json, html } = viewFormats<Merged>(view)

/** @throws UserError when there is no such format. */
export const mergedFormat = (id: string): Format<Merged> =>
  pick([table, json, markdown, html], id, words.formatKind)

function view(merged: Merged, language: Language): View {
  const groups = groupBy(merged.rows, ({ model, mode }) => JSON.stringify([model, mode]))
  return [
    { title: words.title[language], level: 1, parts: [linesPart(headLines(merged, language))] },
    ...[...groups.values()].flatMap((rows) => section(rows, language)),
    ...pathsSection(merged.paths, language),
    ...linesSection(
      merged.duplicates.map(({ path, sameAs }) => ({ text: words.duplicate(path, sameAs)[language] })),
      words.duplicates[language],
    ),
  ]
}

function headLines(
  { reports, first, last, vantages, workloads, anytime, rows }: Merged,
  language: Language,
): Line[] {
  const named = vantages.map(
    (each) =>
      words.vantage(each.vantage === '' ? missing : each.vantage, count(each.reports), count(each.sent))[
        language
      ],
  )
  const said: Text[] = [
    words.span(count(reports), first, last),
    words.vantages(named.join(joints.list[language])),
    ...workloads.map((workload) => words.workload(workload)),
  ]
  const warnings = [
    ...(anytime ? [words.anytime] : []),
    ...(rows.some(({ clientLimited }) => clientLimited > 0) ? [words.limited] : []),
  ]
  return [
    ...said.map((text) => ({ text: text[language] })),
    ...warnings.map((text) => ({ text: `! ${text[language]}`, tone: 'warning' as const })),
  ]
}

function section(rows: readonly MergedRow[], language: Language): readonly Section[] {
  const [first] = rows
  if (!first) return []
  const mode = comparisonWords.mode[first.mode][language]
  return [
    {
      title: comparisonWords.group(first.model, mode)[language],
      level: 2,
      parts: [rowsTable(rows, language)],
    },
  ]
}

type RowColumn = readonly [
  id: keyof typeof words.columns,
  align: 'left' | 'right',
  show: (row: MergedRow, language: Language) => string,
]

const columns: readonly RowColumn[] = [
  ['relay', 'left', relayLabel],
  ['vantage', 'left', ({ vantage }, language) => vantage ?? words.all[language]],
  ['ok', 'right', ({ ok, sent }) => `${count(ok)}/${count(sent)}`],
  ['availability', 'right', ({ availability }) => percent(availability.value)],
  ['interval', 'right', ({ availability }) => percentInterval(availability.low, availability.high)],
  ['ttft', 'right', ({ ttftMs }) => milliseconds(ttftMs.p50)],
  ['ttftInterval', 'right', ({ ttftMs }) => millisecondInterval(ttftMs.p50, ttftMs.intervals.p50)],
  ['ttftP95', 'right', ({ ttftMs }) => milliseconds(ttftMs.p95)],
  ['e2e', 'right', ({ e2eMs }) => milliseconds(e2eMs.p50)],
  ['connect', 'right', ({ connectMs }) => milliseconds(connectMs.p50)],
  ['failures', 'left', (row, language) => failureCounts(row, language)],
]

function rowsTable(rows: readonly MergedRow[], language: Language): TablePart {
  const shown = columns.filter(([, , show]) =>
    rows.some((row) => ![missing, ''].includes(show(row, language))),
  )
  return {
    type: 'table',
    columns: shown.map(([id, align]) => ({
      id,
      head: words.columns[id][language],
      align,
      ...((id === 'relay' || id === 'vantage' || id === 'failures') && { wrapsFrom: 12 }),
    })),
    rows: rows.map((row) => shown.map(([, , show]) => ({ text: show(row, language) }))),
    dropOrder: ['failures', 'ttftP95', 'e2e', 'ttftInterval', 'interval'],
    whenDropped: {},
  }
}

function pathsSection(paths: readonly MergedPath[], language: Language): readonly Section[] {
  const seen = paths.filter(
    ({ addresses, edges, certificates }) => addresses.length + edges.length + certificates.length > 0,
  )
  if (seen.length === 0) return []
  const list = (all: readonly string[]) => ({
    text: all.length === 0 ? missing : all.join(joints.list[language]),
  })
  return [
    {
      title: words.pathsTitle[language],
      level: 2,
      parts: [
        {
          type: 'table',
          columns: [
            { id: 'relay', head: words.columns.relay[language], align: 'left', wrapsFrom: 12 },
            { id: 'vantage', head: words.columns.vantage[language], align: 'left', wrapsFrom: 10 },
            { id: 'addresses', head: words.pathColumns.addresses[language], align: 'left', wrapsFrom: 16 },
            { id: 'edges', head: words.pathColumns.edges[language], align: 'left', wrapsFrom: 8 },
            {
              id: 'certificates',
              head: words.pathColumns.certificates[language],
              align: 'left',
              wrapsFrom: 12,
            },
          ],
          rows: seen.map((path) => [
            { text: relayLabel(path) },
            { text: path.vantage },
            list(path.addresses),
            list(path.edges),
            list(path.certificates),
          ]),
          dropOrder: ['certificates', 'edges'],
          whenDropped: {},
        },
      ],
    },
  ]
}
