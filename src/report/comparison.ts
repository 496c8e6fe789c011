import type { Language } from '../core/text.ts'
import type { Report, ReportCell } from '../schema/report.ts'
import { earlyStopWords } from '../words/early-stops.ts'
import { rankWords } from '../words/ranking.ts'
import { columnWords, comparisonWords as words } from '../words/report.ts'
import { selfCheckWords } from '../words/self-check.ts'
import { bestOf, dropOrder, type Measure, measuresOf } from './columns.ts'
import { earlyStopNotes } from './early-stops.ts'
import { milliseconds, missing } from './figures.ts'
import { compared, type Group, groupsOf } from './groups.ts'
import { failureCounts } from './labels.ts'
import { rankNotes } from './rank-notes.ts'
import { sampleNotes } from './samples.ts'
import { type Column, linesPart, linesSection, type TableCell, type TablePart, type View } from './view.ts'

/** The comparison: a table for each group of cells, best rank first, and a legend of the signs that occur. */
export function comparison(report: Report, language: Language): View {
  const drawn = groupsOf(report, language).map((group) => ({ group, part: table(group, language) }))
  const sections = drawn.map(({ group, part }) => {
    const notes = [
      ...rankNotes(group, language),
      ...sampleNotes(group, language),
      ...earlyStopNotes(group, language),
    ]
    const parts = notes.length === 0 ? [part] : [part, linesPart(notes)]
    return { title: group.title, level: 2 as const, parts }
  })
  return [
    ...sections,
    ...legend(
      drawn.map(({ part }) => part),
      report,
      language,
    ),
  ]
}

function legend(parts: readonly TablePart[], { client, cells: all }: Report, language: Language): View {
  const cells = parts.flatMap(({ rows }) => rows.flat())
  const lines = [
    ...(cells.some(({ tone }) => tone === 'best') ? [words.best] : []),
    ...(cells.some(({ text }) => text.endsWith(selfCheckWords.sign))
      ? [selfCheckWords.legend(milliseconds(client.delay?.p99Ms ?? null))]
      : []),
    ...(cells.some(({ text }) => text.trim() === missing) ? [words.missing] : []),
    ...(all.some(({ anytime }) => anytime) ? [earlyStopWords.anytime] : []),
  ]
  return linesSection(lines.map((text) => ({ text: text[language], tone: 'faint' })))
}

interface Drawn {
  readonly column: Column
  readonly cells: readonly TableCell[]
}

function table(group: Group, language: Language): TablePart {
  const { cells } = group
  const failures = cells.map((cell) => failureCounts(cell, language))
  const drawn = [
    ...(compared(group) ? [rankColumn(cells, language)] : []),
    relayColumn(group),
    okColumn(cells, language),
    ...measuresOf(cells).map((measure) => measuredColumn(measure, cells, language)),
    ...(failures.some((text) => text !== '') ? [failuresColumn(failures, language)] : []),
  ]
  return {
    type: 'table',
    columns: drawn.map(({ column }) => column),
    rows: cells.map((_, row) => drawn.map((each) => each.cells[row] ?? { text: '' })),
    dropOrder,
    whenDropped: { outcomes: failureLines(group, failures, language) },
  }
}

/** Wide enough for the longer word of "insufficient evidence", which takes two lines. */
const rankWidth = 12

const rankColumn = (cells: readonly ReportCell[], language: Language): Drawn => ({
  column: {
    id: 'rank',
    head: columnWords.rank[language],
    align: 'left',
    wrapsFrom: rankWidth,
    atMost: rankWidth,
  },
  cells: cells.map(({ rank, rankUndecided, clientLimited }) => {
    if (rank !== null) return { text: rankUndecided ? `${rank}${rankWords.sign}` : String(rank) }
    const why = clientLimited ? selfCheckWords.noRank : words.insufficient
    return { text: why[language], tone: 'warning' }
  }),
})

const relayColumn = ({ cells, label, labelHead }: Group): Drawn => ({
  column: { id: 'relay', head: labelHead, align: 'left', wrapsFrom: 12 },
  cells: cells.map((cell) => ({ text: label(cell) })),
})

const okColumn = (cells: readonly ReportCell[], language: Language): Drawn => ({
  column: { id: 'okSent', head: columnWords.okSent[language], align: 'right' },
  cells: cells.map(({ ok, sent }) => ({ text: `${ok}/${sent}` })),
})

function measuredColumn(measure: Measure, cells: readonly ReportCell[], language: Language): Drawn {
  const best = bestOf(measure, cells)
  const signed = best !== undefined || cells.some((cell) => isLimited(measure, cell))
  return {
    column: { id: measure.id, head: columnWords[measure.id][language], align: 'right' },
    cells: cells.map((cell) => {
      const text = measure.show(cell)
      if (!signed) return { text }
      if (isLimited(measure, cell)) return { text: `${text}${selfCheckWords.sign}` }
      // The blank keeps the figures of a column under each other.
      return cell.rank !== null && text === best ? { text: `${text}*`, tone: 'best' } : { text: `${text} ` }
    }),
  }
}

/** Whether a figure is one of the latencies that our own delay is too much of. */
const isLimited = ({ id, better, value }: Measure, cell: ReportCell): boolean =>
  cell.clientLimited &&
  better !== undefined &&
  value(cell) !== null &&
  id.startsWith(cell.mode === 'stream' ? 'ttf' : 'e2e')

const failuresColumn = (failures: readonly string[], language: Language): Drawn => ({
  column: { id: 'outcomes', head: columnWords.outcomes[language], align: 'left', wrapsFrom: 18 },
  cells: failures.map((text) => ({ text })),
})

const failureLines = ({ cells, name }: Group, failures: readonly string[], language: Language) =>
  cells.flatMap((cell, row) => {
    const text = failures[row]
    return text ? [{ text: words.below(name(cell), text)[language] }] : []
  })
