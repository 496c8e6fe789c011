import { cutTable, tableName } from '../../words/page.ts'
import { count } from '../figures.ts'
import type { Line, Part, Section, StripPart, TableCell, TablePart, Tone, View } from '../view.ts'
import { type Both, both, saidApart, textHtml } from './both.ts'
import { escaped } from './escape.ts'

/** No table is longer: a page that takes long to open helps nobody. */
const mostRows = 150

/**
 * A view as HTML, in both languages: what both say alike, as all figures are, is written once. Every text in it becomes a
 * literal. Ends of rows and cells are left out, as HTML allows.
 * @param id of the view, different from that of any other on the page
 */
export const viewHtml = (view: Both<View>, id: string): string =>
  view.en.length === view.zh.length
    ? view.en
        .map((en, i) => {
          const zh = view.zh[i]
          return zh ? sectionHtml({ en, zh }, `${id}-${i}`) : ''
        })
        .join('')
    : saidApart((language) =>
        view[language]
          .map((one, i) =>
            sectionHtml(
              both(() => one),
              `${id}-${i}-${language}`,
            ),
          )
          .join(''),
      )

function sectionHtml({ en, zh }: Both<Section>, id: string): string {
  const title = en.title === undefined ? undefined : { en: en.title, zh: zh.title ?? en.title }
  const head = title ? `<h${en.level} id=${id}>${textHtml(title)}</h${en.level}>` : ''
  return `<section>${head}${partsHtml({ en: en.parts, zh: zh.parts }, title ? id : undefined)}</section>\n`
}

/** @param named id of the heading */
function partsHtml(parts: Both<readonly Part[]>, named: string | undefined): string {
  const pairs = parts.en.flatMap((en, i) => pairHtml(en, parts.zh[i], named) ?? [])
  return pairs.length === parts.en.length && parts.zh.length === parts.en.length
    ? pairs.join('')
    : saidApart((language) => parts[language].map((part) => pairHtml(part, part, named) ?? '').join(''))
}

/** Undefined where the two are of different shapes. */
function pairHtml(en: Part, zh: Part | undefined, named: string | undefined): string | undefined {
  if (en.type === 'lines' && zh?.type === 'lines') return linesHtml({ en: en.lines, zh: zh.lines })
  if (en.type === 'table' && zh?.type === 'table' && alike(en, zh)) return tableHtml({ en, zh }, named)
  if (en.type === 'strip' && zh?.type === 'strip') return stripHtml(en, named)
  return undefined
}

const alike = (en: TablePart, zh: TablePart): boolean =>
  en.columns.length === zh.columns.length && en.rows.length === zh.rows.length

export function linesHtml(lines: Both<readonly Line[]>): string {
  if (lines.en.length !== lines.zh.length)
    return saidApart((language) => linesHtml(both(() => lines[language])))
  if (lines.en.length === 0) return ''
  const items = lines.en.map(
    ({ text, tone, nested }, i) =>
      `<li${classOf(tone, nested ? 'nested' : undefined)}>${textHtml({ en: text, zh: lines.zh[i]?.text ?? text })}`,
  )
  return `<ul class=lines>${items.join('')}</ul>`
}

/** A table that scrolls by itself where it is too wide. Columns of figures are named once, not at every cell. */
export function tableHtml({ en, zh }: Both<TablePart>, named: string | undefined): string {
  const right = en.columns.flatMap(({ align }, i) => (align === 'right' ? [`r${i + 1}`] : []))
  const hidden = en.rows.length - mostRows
  const heads = en.columns.map(
    ({ head }, i) =>
      `<th scope=col>${textHtml({ en: oneLine(head), zh: oneLine(zh.columns[i]?.head ?? head) })}`,
  )
  const rows = en.rows
    .slice(0, mostRows)
    .map(
      (row, r) =>
        `<tr>${row
          .map((cell, c) => cellHtml(cell, zh.rows[r]?.[c] ?? cell, en.columns[c]?.id === 'relay'))
          .join('')}`,
    )
  return [
    `<div class=scroll tabindex=0 role=region ${nameOf(named)}>`,
    `<table${right.length === 0 ? '' : ` class="${right.join(' ')}"`}><thead><tr>${heads.join('')}</thead><tbody>`,
    ...rows,
    '</tbody></table></div>',
    hidden > 0
      ? linesHtml(both((language) => [{ text: cutTable(count(hidden))[language], tone: 'faint' }]))
      : '',
  ].join('')
}

const oneLine = (head: string): string => head.replaceAll('\n', ' ')

const nameOf = (named: string | undefined): string =>
  named === undefined
    ? `aria-label="${escaped(`${tableName.en} / ${tableName.zh}`)}"`
    : `aria-labelledby=${named}`

/** The column of relays names its rows. */
const cellHtml = (en: TableCell, zh: TableCell, namesRow: boolean): string =>
  `<${namesRow ? 'th scope=row' : 'td'}${classOf(en.tone)}>${textHtml({ en: en.text, zh: zh.text })}`

function classOf(tone: Tone | undefined, other?: string): string {
  const classes = [tone === 'plain' ? undefined : tone, other].filter((name) => name !== undefined)
  return classes.length === 0 ? '' : ` class=${classes.length === 1 ? classes[0] : `"${classes.join(' ')}"`}`
}

const stripHtml = ({ rows }: StripPart, named: string | undefined): string =>
  `<div class=scroll tabindex=0 role=region ${nameOf(named)}><table class=strip><tbody>${rows
    .map(
      ({ label, signs }) =>
        `<tr><th scope=row>${escaped(label)}${signs.map(({ text, tone }) => `<td${classOf(tone)}>${escaped(text)}`).join('')}`,
    )
    .join('')}</tbody></table></div>`
