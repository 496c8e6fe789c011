import { Chalk, type ChalkInstance } from 'chalk'
import CliTable3 from 'cli-table3'
import { inert } from '../core/inert.ts'
import { gap, type Layout, layout } from './grid.ts'
import type { Line, Part, Section, StripPart, TableCell, TablePart, Tone, View } from './view.ts'
import { wrap } from './wrap.ts'

/** Terminals narrower than this get lines that wrap; tables can't shrink further. */
const narrowestTerminal = 80
const widestTerminal = 200

/** Columns that a text may use on a terminal of this width. */
export const usableWidth = (width: number): number =>
  Math.min(widestTerminal, Math.max(narrowestTerminal, width))

interface Page {
  readonly width: number
  readonly chalk: ChalkInstance
}

/**
 * Writes a view for a terminal. Every string in it is made inert here, the only place where it meets the terminal;
 * colour is added afterwards. No line is wider than `width` columns (80…200).
 */
export function terminal(view: View, options: { readonly width: number; readonly color: boolean }): string {
  const page = { width: usableWidth(options.width), chalk: new Chalk({ level: options.color ? 1 : 0 }) }
  return `${view.map((section) => sectionText(section, page)).join('\n\n')}\n`
}

function sectionText({ title, parts }: Section, page: Page): string {
  const lines = parts.flatMap((part) => partLines(part, page))
  if (title === undefined) return lines.join('\n')
  return [...wrap(inert(title), page.width).map((line) => page.chalk.bold(line)), ...lines].join('\n')
}

function partLines(part: Part, page: Page): readonly string[] {
  switch (part.type) {
    case 'lines':
      return part.lines.flatMap((line) => lineLines(line, page))
    case 'table':
      return tableLines(part, page)
    case 'strip':
      return stripLines(part, page)
  }
}

const stripLines = ({ rows }: StripPart, { chalk }: Page): readonly string[] =>
  rows.map(({ label, signs }) => {
    const drawn = signs.map(({ text, tone }) => toned(inert(text), tone, chalk)).join('')
    return `${inert(label)}  ${drawn}`.trimEnd()
  })

/** A line of text, wrapped with a hanging indent. */
function lineLines({ text, tone, nested }: Line, page: Page): readonly string[] {
  const indent = nested ? '  ' : ''
  const [first = '', ...rest] = wrap(inert(text).trimEnd(), page.width - indent.length - 2)
  return [`${indent}${first}`, ...rest.map((line) => `${indent}  ${line}`)].map((line) =>
    toned(line, tone, page.chalk),
  )
}

/** A text in the colour of its tone. */
export function toned(text: string, tone: Tone | undefined, chalk: ChalkInstance): string {
  switch (tone) {
    case 'best':
      return chalk.green(text)
    case 'warning':
      return chalk.yellow(text)
    case 'faint':
      return chalk.dim(text)
    case 'plain':
    case undefined:
      return text
  }
}

/** Only ASCII: box drawing takes two columns in some Chinese terminals. */
const borders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '-',
  'mid-mid': '-'.repeat(gap),
  right: '',
  'right-mid': '',
  middle: ' '.repeat(gap),
}

function tableLines(raw: TablePart, page: Page): readonly string[] {
  const part = inertTable(raw)
  const { columns, dropped } = layout(part, page.width)
  const table = new CliTable3({
    head: heads(columns, page.chalk),
    colWidths: columns.map(({ width }) => width),
    colAligns: columns.map(({ column }) => column.align),
    chars: borders,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  })
  for (const row of part.rows)
    table.push(columns.map(({ index, width }) => cellText(row[index], width, page.chalk)))
  const below = dropped.flatMap((id) => part.whenDropped[id] ?? [])
  return [
    ...table
      .toString()
      .split('\n')
      .map((line) => line.trimEnd()),
    ...below.flatMap((line) => lineLines(line, page)),
  ]
}

const inertTable = (part: TablePart): TablePart => ({
  ...part,
  columns: part.columns.map((column) => ({
    ...column,
    head: column.head
      .split('\n')
      .map((line) => inert(line))
      .join('\n'),
  })),
  rows: part.rows.map((row) => row.map((cell) => ({ ...cell, text: inert(cell.text) }))),
})

function cellText(cell: TableCell | undefined, width: number, chalk: ChalkInstance): string {
  if (!cell) return ''
  return wrap(cell.text, width)
    .map((line) => toned(line, cell.tone, chalk))
    .join('\n')
}

/** Heads stand on the rule: shorter ones get blank lines above. */
function heads(columns: Layout['columns'], chalk: ChalkInstance): string[] {
  const lines = columns.map(({ column, width }) =>
    column.head.split('\n').flatMap((line) => wrap(line, width)),
  )
  const height = Math.max(0, ...lines.map(({ length }) => length))
  return lines.map((some) =>
    [...Array<string>(height - some.length).fill(''), ...some.map((line) => chalk.bold(line))].join('\n'),
  )
}
