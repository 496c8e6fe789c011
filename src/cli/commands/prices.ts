import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { daysBetween, today } from '../../core/clock.ts'
import { inert, inertJson } from '../../core/inert.ts'
import { parseJson } from '../../core/json.ts'
import type { PriceBook, PriceRow } from '../../core/price.ts'
import { UserError } from '../../core/text.ts'
import { priceOfModel } from '../../pricing/match.ts'
import { changes, merged } from '../../pricing/merge.ts'
import { priceSources } from '../../pricing/sources/index.ts'
import { terminal as drawn } from '../../report/terminal.ts'
import type { TableCell, View } from '../../report/view.ts'
import { costWords as words } from '../../words/cost.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import { fetchText } from '../fetch-text.ts'
import { bookIn, currentBook, forgetBook, keepBook } from '../price-book.ts'
import type { Terminal } from '../terminal.ts'

export interface PricesFlags {
  readonly from?: string
  readonly json?: boolean
}

/** `relaybench prices`: the price book that runs count with, or `update`: another one, with what that changes. */
export async function pricesCommand(
  what: readonly string[],
  flags: PricesFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  if (what[0] === 'update') return update(flags.from, terminal)
  const book = currentBook(terminal.env)
  terminal.out(flags.json ? inertJson(book) : describe(book, what, terminal))
  return exitCodes.ok
}

// --- showing

function describe(book: PriceBook, models: readonly string[], { say, ...terminal }: Terminal): string {
  const matches = models.map((model) => ({ model, match: priceOfModel(book, [model], today()) }))
  const rows = models.length === 0 ? book.rows : matches.flatMap(({ match }) => (match ? [match.row] : []))
  const heads = words.bookColumns
  const view: View = [
    {
      title: say(words.bookTitle(book.source, book.asOf, daysBetween(book.asOf, today()))),
      level: 1,
      parts: [
        {
          type: 'table',
          columns: (['model', 'vendor', 'input', 'cached', 'write', 'output', 'asOf', 'source'] as const).map(
            (id) => ({
              id,
              head: say(heads[id]),
              align: ['input', 'cached', 'write', 'output'].includes(id)
                ? ('right' as const)
                : ('left' as const),
            }),
          ),
          rows: rows.map(rowCells),
          dropOrder: ['source', 'write', 'vendor', 'asOf'],
          whenDropped: {},
        },
        {
          type: 'lines',
          lines: [
            words.perMtok,
            ...matches.flatMap(({ model, match }) => {
              if (!match) return [words.noRow(model)]
              return match.how === 'named' ? [] : [words.matched(model, match.row.model)]
            }),
          ].map((line) => ({ text: say(line) })),
        },
      ],
    },
  ]
  return drawn(view, terminal).trimEnd()
}

function rowCells(row: PriceRow): readonly TableCell[] {
  const sign = row.currency === 'USD' ? '$' : '¥'
  const amount = (value: number | undefined): string => (value === undefined ? '—' : `${sign}${value}`)
  const marks = `${row.tiers ? '+' : ''}${row.offPeak ? '~' : ''}`
  const writes = Object.entries(row.cacheWritePerMtok ?? {}).map(
    ([kept, value]) => `${amount(value)}${kept === '' ? '' : ` ${kept}`}`,
  )
  return [
    `${row.model}${row.until ? ` (≤ ${row.until})` : ''}${row.from ? ` (≥ ${row.from})` : ''}`,
    row.vendor ?? '—',
    `${amount(row.inputPerMtok)}${marks}`,
    amount(row.cachedPerMtok),
    writes.length === 0 ? '—' : writes.join(', '),
    `${amount(row.outputPerMtok)}${marks}`,
    row.asOf,
    row.source,
  ].map((text) => ({ text }))
}

// --- renewing

async function update(from: string | undefined, terminal: Terminal): Promise<ExitCode> {
  const { say, out, env } = terminal
  if (from === undefined) throw new UserError(words.needsFrom)
  if (from === 'shipped') {
    forgetBook(env)
    out(say(words.restored))
    return exitCodes.ok
  }
  const text = await textFrom(from, terminal)
  const rows = rowsIn(text, from)
  const book = currentBook(env)
  const found = changes(book, rows)
  for (const { model, before, after } of found)
    out(
      before
        ? words.changed(inert(model), priceText(before), priceText(after))
        : words.added(inert(model), priceText(after)),
    )
  const sha256 = createHash('sha256').update(text).digest('hex')
  const path = keepBook(merged(book, rows, { asOf: today(), source: from }), sha256, env)
  const added = found.filter(({ before }) => !before).length
  out(say(words.updated(String(found.length - added), String(added), path)))
  return exitCodes.ok
}

async function textFrom(from: string, { env }: Terminal): Promise<string> {
  const url = priceSources.find(({ id }) => id === from)?.url ?? from
  if (/^https?:\/\//.test(url)) {
    const { status, text, why } = await fetchText(new URL(url), env)
    if (status !== 200) throw new UserError(words.noList(url, why ?? String(status)))
    return text
  }
  if (!existsSync(url)) throw new UserError(words.noList(url, 'no such file'))
  return readFileSync(url, 'utf8')
}

/** Of a book as we write it, or of any list that is known. @throws UserError when it is neither */
function rowsIn(text: string, from: string): readonly PriceRow[] {
  const body = parseJson(text)
  if (body !== undefined && /"relaybench\.prices\/1"/.test(text.slice(0, 200))) return bookIn(text, from).rows
  const at = { source: from, asOf: today() }
  const listing = priceSources.map(({ read }) => read(body, at)).find((each) => each !== undefined)
  if (!listing || listing.rows.length === 0)
    throw new UserError(words.noList(from, body === undefined ? 'no JSON' : 'no prices in it'))
  return listing.rows
}

function priceText({ currency, inputPerMtok, outputPerMtok, cachedPerMtok, perCall }: PriceRow): string {
  const sign = currency === 'USD' ? '$' : '¥'
  const parts = [inputPerMtok, cachedPerMtok, outputPerMtok].map((value) => value ?? '—')
  return `${sign}${parts.join(' / ')}${perCall ? ` + ${sign}${perCall}` : ''}`
}
