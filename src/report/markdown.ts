import { inert } from '../core/inert.ts'
import { compose } from './compose.ts'
import type { Renderer } from './renderer.ts'
import type { Line, Part, Section, StripPart, TableCell, TablePart, View } from './view.ts'

/** For issues, pull requests and wikis: GitHub's dialect. */
export const markdown: Renderer = {
  id: 'markdown',
  extension: 'md',
  render: (report, { language }) =>
    asMarkdown(compose(report, { language, width: Number.POSITIVE_INFINITY })),
}

/** Any view as Markdown; every text in it becomes a literal. */
export const asMarkdown = (view: View): string => `${view.map(sectionText).join('\n\n')}\n`

/** An interval of ours, "[86.8, 99.9]": brackets that cannot become a link. Anything else in brackets might. */
const brackets = /(\[[\d.<>—]+, [\d.<>—]+\](?![[(:]))|[[\]]/g

/** Characters that mean something; "|" too, which a backslash does not hide from every reader of tables. */
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '|': '&#124;' }

/** Makes any text a literal: no markup, no HTML, no links (GitHub links bare addresses too), one line. */
const literal = (text: string): string =>
  inert(text)
    .trim()
    .replace(/[\\`*_{}#~$@]/g, '\\$&')
    .replace(brackets, (found, interval?: string) => interval ?? `\\${found}`)
    .replace(/[&<>|]/g, (char) => entities[char] ?? char)
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/www\./gi, (prefix) => `${prefix.slice(0, -1)}\\.`)

/** A literal at the start of a block, where a dash or a number would begin a list or a rule. */
const literalBlock = (text: string): string =>
  literal(text).replace(/^([-+=]|\d+[.)])(?=[\s=-]|$)/, (mark) => `${mark.slice(0, -1)}\\${mark.slice(-1)}`)

function sectionText({ title, level, parts }: Section): string {
  const body = parts.map(partText)
  return (title === undefined ? body : [`${'#'.repeat(level)} ${literal(title)}`, ...body]).join('\n\n')
}

function partText(part: Part): string {
  switch (part.type) {
    case 'lines':
      return part.lines.map(listItem).join('\n')
    case 'table':
      return tableText(part)
    case 'strip':
      return stripText(part)
  }
}

/** Signs must stand under each other: a block of code, which nothing in it can end, as each line begins with blanks. */
const stripText = ({ rows }: StripPart): string =>
  [
    '```text',
    ...rows.map(({ label, signs }) =>
      inert(`    ${label}  ${signs.map(({ text }) => text).join('')}`).trimEnd(),
    ),
    '```',
  ].join('\n')

const listItem = ({ text, nested }: Line): string => `${nested ? '  ' : ''}- ${literalBlock(text)}`

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const tableText = ({ columns, rows }: TablePart): string =>
  [
    row(columns.map(({ head }) => literal(head))),
    row(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((cells) => row(cells.map(cellText))),
  ].join('\n')

const cellText = ({ text, tone }: TableCell): string =>
  tone === 'best' ? `**${literal(text)}**` : literal(text)
