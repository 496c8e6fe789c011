import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseJson } from '../core/json.ts'
import type { PriceBook, PriceRow } from '../core/price.ts'
import { UserError } from '../core/text.ts'
import { shippedBook } from '../pricing/book.ts'
import { priceBookSchema } from '../schema/price-book.ts'
import { JournalWriteError } from '../store/journal-file.ts'
import { costWords } from '../words/cost.ts'
import { writeWhole } from './write-whole.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Where an updated book is kept: in the user's cache, as the XDG base directory specification has it. */
function bookPath(env: Environment): string {
  const cache = env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache')
  return join(cache, 'relaybench', 'prices.json')
}

/** The updated book where there is one, else that of this version. @throws UserError when it cannot be read */
export function currentBook(env: Environment): PriceBook {
  const path = bookPath(env)
  return existsSync(path) ? bookIn(readFileSync(path, 'utf8'), path) : shippedBook
}

/** @throws UserError when the text is no book */
export function bookIn(text: string, path: string): PriceBook {
  const { data } = priceBookSchema.safeParse(parseJson(text))
  if (!data) throw new UserError(costWords.badBook(path))
  return { asOf: data.asOf, source: data.source, rows: data.rows.map(present) }
}

/** Without keys whose value is undefined, which no JSON has: the schema has looked at the rest. */
const present = (row: object): PriceRow => JSON.parse(JSON.stringify(row))

/** @throws JournalWriteError when it cannot be written */
export function keepBook(book: PriceBook, sha256: string, env: Environment): string {
  const path = bookPath(env)
  const text = JSON.stringify({ schema: 'relaybench.prices/1', sha256, ...book }, null, 1)
  const why = made(path) ?? writeWhole(path, `${text}\n`)
  if (why !== undefined) throw new JournalWriteError(costWords.bookUnkept(path, why))
  return path
}

function made(path: string): string | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Back to the book of this version. */
export const forgetBook = (env: Environment): void => rmSync(bookPath(env), { force: true })
