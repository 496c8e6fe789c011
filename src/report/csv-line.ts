import { inert } from '../core/inert.ts'

export type Value = string | number | boolean | null

/** One record, its texts made inert. */
export const csvLine = (row: readonly Value[]): string => `${row.map(field).join(',')}\r\n`

/** What spreadsheets take for the start of a formula, full-width forms included. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r]/

function field(value: Value): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = formula.test(value) ? `'${inert(value)}` : inert(value)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
