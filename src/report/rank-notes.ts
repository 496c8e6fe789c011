import type { Language } from '../core/text.ts'
import type { ReportCell } from '../schema/report.ts'
import { rankWords as words } from '../words/ranking.ts'
import { joints } from '../words/report.ts'
import { count } from './figures.ts'
import type { Group } from './groups.ts'
import type { Line } from './view.ts'

/** Which cells share a rank only because there is too little evidence, and about how much more would tell. */
export function rankNotes({ cells, name }: Group, language: Language): readonly Line[] {
  const byId = new Map(cells.map((cell) => [cell.id, cell]))
  const pairs = new Map<string, string>()
  for (const cell of cells) {
    const other = byId.get(cell.rankUndecided?.beside ?? '')
    if (other) pairs.set(JSON.stringify([cell.id, other.id].sort()), pairText(cell, other, name, language))
  }
  if (pairs.size === 0) return []
  return [{ text: words.undecided([...pairs.values()].join(joints.list[language]))[language], tone: 'faint' }]
}

function pairText(cell: ReportCell, other: ReportCell, name: Group['name'], language: Language): string {
  const pair = words.pair(name(other), name(cell))[language]
  const needed = cell.rankUndecided?.needed ?? null
  return needed === null ? pair : words.needs(pair, count(needed))[language]
}
