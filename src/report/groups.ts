import { groupBy } from '../core/group.ts'
import type { Language } from '../core/text.ts'
import type { Report, ReportCell } from '../schema/report.ts'
import { columnWords, comparisonWords as words } from '../words/report.ts'
import { relayLabel } from './labels.ts'

/** Cells of one table, in its order. */
export interface Group {
  readonly title: string
  readonly cells: readonly ReportCell[]
  /** Names a cell in running text. */
  readonly name: (cell: ReportCell) => string
  /** Names a cell in the table: as above, and says which relay is the reference. */
  readonly label: (cell: ReportCell) => string
  readonly labelHead: string
}

/** Whether the rank of these cells says anything: that they share one does too. */
export const compared = ({ cells }: Group): boolean =>
  cells.some(({ rank }) => rank === null) ||
  (cells.length > 1 && new Set(cells.map(({ model }) => model)).size === 1)

/**
 * A group for each model and mode. Where no two relays serve the same model there is nothing to set side by side,
 * and all models of a mode share one table.
 */
export function groupsOf(report: Report, language: Language): readonly Group[] {
  const byModelAndMode = groupBy(report.cells, ({ model, mode }) => JSON.stringify([model, mode]))
  const alone = report.cells.length > 1 && [...byModelAndMode.values()].every(({ length }) => length === 1)
  const groups = alone ? groupBy(report.cells, ({ mode }) => mode) : byModelAndMode
  return [...groups.values()].flatMap((cells) => {
    const first = cells[0]
    if (!first) return []
    const mode = words.mode[first.mode][language]
    return alone
      ? { title: mode, cells, ...namesWithModel(report, language) }
      : { title: words.group(first.model, mode)[language], cells: ranked(cells), ...names(report, language) }
  })
}

const ranked = (cells: readonly ReportCell[]): readonly ReportCell[] =>
  cells.toSorted((a, b) => byRank(a, b) || byAnswers(a, b) || byCodeUnit(relayLabel(a), relayLabel(b)))

/** No rank comes after every rank. */
const byRank = (a: ReportCell, b: ReportCell): number =>
  (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER)

/** Of cells that share a rank, what was measured decides which row comes first. */
const byAnswers = (a: ReportCell, b: ReportCell): number =>
  (b.availability.value ?? 0) - (a.availability.value ?? 0)

/** Not localeCompare: the same report must read the same on every machine. */
const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

type Names = Pick<Group, 'name' | 'label' | 'labelHead'>

/** A cell goes by its relay, the line where it has several, and the protocol where the report has several. */
function names(report: Report, language: Language): Names {
  const references = new Set(report.relays.filter(({ reference }) => reference).map(({ relay }) => relay))
  const severalProtocols = new Set(report.cells.map(({ protocol }) => protocol)).size > 1
  const name = (cell: ReportCell) =>
    severalProtocols ? `${relayLabel(cell)} ${cell.protocol}` : relayLabel(cell)
  const label = (cell: ReportCell) =>
    references.has(cell.relay) ? words.reference(name(cell))[language] : name(cell)
  return { name, label, labelHead: columnWords.relay[language] }
}

function namesWithModel(report: Report, language: Language): Names {
  const { name, label } = names(report, language)
  return {
    name: (cell) => `${name(cell)} ${cell.model}`,
    label: (cell) => `${label(cell)} ${cell.model}`,
    labelHead: columnWords.relayAndModel[language],
  }
}
