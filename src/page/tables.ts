import { compareCells } from './sort-value.ts'

/** Makes every head of a table a button that sorts by its column: rising, falling, rising again. */
export function makeSortable(table: HTMLTableElement): void {
  for (const [column, head] of [...(table.tHead?.rows[0]?.cells ?? [])].entries()) {
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...head.childNodes)
    button.addEventListener('click', () => sortBy(table, column, head))
    head.replaceChildren(button)
  }
}

function sortBy(table: HTMLTableElement, column: number, head: HTMLTableCellElement): void {
  const body = table.tBodies[0]
  if (!body) return
  const direction = head.ariaSort === 'ascending' ? -1 : 1
  for (const other of table.tHead?.rows[0]?.cells ?? []) other.ariaSort = null
  head.ariaSort = direction === 1 ? 'ascending' : 'descending'
  const textOf = (row: HTMLTableRowElement): string => row.cells[column]?.textContent ?? ''
  body.append(...[...body.rows].sort((a, b) => compareCells(textOf(a), textOf(b), direction)))
}

/** Shows only those rows that hold every word; tables without one say so by being empty. */
export function filterRows(tables: Iterable<HTMLTableElement>, wanted: string): void {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean)
  for (const table of tables)
    for (const row of table.tBodies[0]?.rows ?? []) {
      // A model stands in the title of its tables, not in their rows.
      const title = table.closest('section')?.querySelector('h2')?.textContent ?? ''
      const text = `${title} ${row.textContent}`.toLowerCase()
      row.hidden = !words.every((word) => text.includes(word))
    }
}
