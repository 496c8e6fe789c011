import type { Column, TablePart } from './view.ts'
import { widest } from './wrap.ts'

/** How a table fits into a terminal: which columns stay, and how wide each is. */
export interface Layout {
  readonly columns: readonly { readonly column: Column; readonly index: number; readonly width: number }[]
  readonly dropped: readonly string[]
}

/** Blanks between two columns. */
export const gap = 2

interface Sized {
  readonly column: Column
  readonly index: number
  readonly natural: number
  readonly least: number
}

const headLines = (column: Column): readonly string[] => column.head.split('\n')

function sized(part: TablePart): readonly Sized[] {
  return part.columns.map((column, index) => {
    const head = widest(headLines(column))
    const body = widest(part.rows.map((row) => row[index]?.text ?? ''))
    const natural = Math.min(Math.max(head, body), column.atMost ?? Number.POSITIVE_INFINITY)
    const least = column.wrapsFrom === undefined ? natural : Math.min(natural, column.wrapsFrom)
    return { column, index, natural, least }
  })
}

const total = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, widths.length - 1)

/** Columns of a terminal that the table takes when nothing is dropped or wrapped. */
export const naturalWidth = (part: TablePart): number => total(sized(part).map(({ natural }) => natural))

/**
 * Drops columns in the table's own order until the rest fits, then shares what is left among those that wrap.
 * Figures are never wrapped; if even the columns that must stay are too wide, those that wrap get narrower still.
 */
export function layout(part: TablePart, width: number): Layout {
  let kept = sized(part)
  const dropped: string[] = []
  for (const id of part.dropOrder) {
    if (total(kept.map(({ least }) => least)) <= width) break
    if (!kept.some(({ column }) => column.id === id)) continue
    kept = kept.filter(({ column }) => column.id !== id)
    dropped.push(id)
  }
  return { columns: share(kept, width), dropped }
}

const narrowest = 4

function share(kept: readonly Sized[], width: number): Layout['columns'] {
  let left = width - total(kept.map(({ least }) => least))
  return kept.map(({ column, index, natural, least }) => {
    const wraps = column.wrapsFrom !== undefined
    const change = wraps ? Math.max(narrowest - least, Math.min(left, natural - least)) : 0
    left -= change
    return { column, index, width: least + change }
  })
}
