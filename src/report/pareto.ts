import type { Language } from '../core/text.ts'
import type { Report, ReportCell } from '../schema/report.ts'
import type { ParetoGroup } from '../schema/report-standing.ts'
import { paretoWords as words } from '../words/ranking.ts'
import { comparisonWords, joints } from '../words/report.ts'
import { dollars, milliseconds, missing, percent } from './figures.ts'
import { relayLabel } from './labels.ts'
import {
  linesPart,
  type Section,
  type TableCell,
  type TablePart,
  type View,
  type ViewOptions,
} from './view.ts'

/** Which relays no other beats in price, speed and availability together: a table for each model and mode. */
export const pareto = (report: Report, { language }: ViewOptions): View =>
  (report.pareto ?? []).map((group) => section(group, report, language))

function section(group: ParetoGroup, { cells }: Report, language: Language): Section {
  const mode = comparisonWords.mode[group.mode][language]
  return {
    title: words.title(comparisonWords.group(group.model, mode)[language])[language],
    level: 2,
    parts: [table(group, cells, language), linesPart([{ text: words.legend[language], tone: 'faint' }])],
  }
}

function table(group: ParetoGroup, cells: readonly ReportCell[], language: Language): TablePart {
  const heads = words.columns
  const byId = new Map(cells.map((cell) => [cell.id, cell]))
  const speedHead = group.mode === 'stream' ? heads.ttft : heads.e2e
  return {
    type: 'table',
    columns: [
      { id: 'relay', head: heads.relay[language], align: 'left', wrapsFrom: 12 },
      { id: 'price', head: heads.price[language], align: 'right' },
      { id: 'speed', head: speedHead[language], align: 'right' },
      { id: 'availability', head: heads.availability[language], align: 'right' },
      { id: 'state', head: heads.state[language], align: 'left', wrapsFrom: 16 },
    ],
    rows: group.cells.map((each) => {
      const cell = byId.get(each.cell)
      const speed = cell && (group.mode === 'stream' ? cell.ttftMs.p50 : cell.e2eMs.p50)
      return [
        { text: relayLabel(each) },
        { text: each.usdPer1000 === null ? missing : dollars(each.usdPer1000) },
        { text: milliseconds(speed ?? null) },
        { text: percent(cell?.availability.value ?? null) },
        stateCell(each, byId, language),
      ]
    }),
    dropOrder: [],
    whenDropped: {},
  }
}

function stateCell(
  { state, beatenBy }: ParetoGroup['cells'][number],
  byId: ReadonlyMap<string, ReportCell>,
  language: Language,
): TableCell {
  switch (state) {
    case 'unbeaten':
      return { text: words.unbeaten[language], tone: 'best' }
    case 'unknown-price':
      return { text: words.unknownPrice[language], tone: 'faint' }
    case 'beaten': {
      const rivals = beatenBy.map(({ cell: id, in: edges }) => {
        const cell = byId.get(id)
        const list = edges.map((edge) => words.edges[edge][language]).join(joints.list[language])
        return words.rival(cell ? relayLabel(cell) : id, list)[language]
      })
      return { text: words.beaten(rivals.join(joints.list[language]))[language] }
    }
  }
}
