import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { pick } from '../core/registry.ts'
import { type Text, UserError } from '../core/text.ts'
import { type Found, type Importer, importers, type Source } from '../import/index.ts'
import { initWords as words } from '../words/init.ts'
import type { Terminal } from './terminal.ts'

/** Relays that `--from TOOL` or `--from TOOL=FILE` names. @throws UserError when there are none, or the file is not there */
export function relaysFrom(value: string, { env }: Terminal): readonly Found[] {
  const at = value.indexOf('=')
  const [id, named] = at < 0 ? [value, undefined] : [value.slice(0, at), value.slice(at + 1)]
  const importer = pick(importers, id, words.importKind)
  const path = named ?? pathOf(importer, env)
  const source = path === undefined ? environmentOf(env) : fileSource(path, importer, env)
  const found = importer.read(source)
  if (found.length === 0) throw new UserError(words.noneIn(source.path))
  return found
}

/** Tools that keep relays on this machine, the environment among them. */
export const toolsHere = ({ env }: Terminal): readonly string[] =>
  importers
    .filter((importer) => {
      const path = defaultPath(importer, env)
      if (importer.id !== 'env' && path === undefined) return false
      const source = path === undefined ? environmentOf(env) : fileSource(path, importer, env)
      return readable(importer, source)
    })
    .map(({ id }) => id)

function readable(importer: Importer, source: Source): boolean {
  try {
    return importer.read(source).length > 0
  } catch {
    // Whatever is wrong with it is told when it is asked for by name.
    return false
  }
}

const homeOf = (env: Terminal['env']): string => env['HOME'] ?? homedir()

const defaultPath = ({ paths }: Importer, env: Terminal['env']): string | undefined =>
  paths.map((path) => join(homeOf(env), path)).find(existsSync)

/** Undefined for the environment. @throws UserError when the tool keeps nothing where it is known to */
function pathOf(importer: Importer, env: Terminal['env']): string | undefined {
  if (importer.id === 'env') return undefined
  const path = defaultPath(importer, env)
  if (path !== undefined) return path
  throw importer.paths.length === 0
    ? new UserError(words.needsFile(importer.id), words.noFileHint(importer.id))
    : new UserError(
        words.noFile(importer.id, importer.paths.map((each) => `~/${each}`).join(', ')),
        words.noFileHint(importer.id),
      )
}

const nothing = { bytes: new Uint8Array(), text: '', beside: () => undefined, rows: () => [] }

const environmentOf = (env: Terminal['env']): Source => ({ ...nothing, path: 'environment', env })

function fileSource(path: string, importer: Importer, env: Terminal['env']): Source {
  const bytes = bytesOf(path)
  const text = bytes.toString('utf8')
  return {
    path: path.replace(homeOf(env), '~'),
    bytes,
    text,
    // A file in place of the environment is a .env file.
    env: importer.id === 'env' ? parseEnv(text) : env,
    beside: (name) =>
      existsSync(join(dirname(path), name)) ? readFileSync(join(dirname(path), name), 'utf8') : undefined,
    rows: (table) => rowsOf(path, table),
  }
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new UserError(unreadable(path, error))
  }
}

function unreadable(path: string, error: unknown): Text {
  const why = error instanceof Error ? error.message : String(error)
  return words.unreadable(path, why)
}

/** Node reads SQLite from 22.13 on without a flag; older ones can't. @param table a name of ours */
function rowsOf(path: string, table: string): readonly Readonly<Record<string, unknown>>[] {
  const sqlite = process.getBuiltinModule('node:sqlite') as Sqlite | undefined
  if (!sqlite) throw new UserError(words.needsNewer)
  const database = new sqlite.DatabaseSync(path, { readOnly: true })
  try {
    const known = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all()
    return known.some(({ name }) => name === table) ? database.prepare(`SELECT * FROM ${table}`).all() : []
  } catch (error) {
    throw new UserError(unreadable(path, error))
  } finally {
    database.close()
  }
}

/** As far as it is used: its types came later than the oldest node that we run on. */
interface Sqlite {
  readonly DatabaseSync: new (
    path: string,
    options: { readonly readOnly: boolean },
  ) => { prepare(sql: string): { all(): Record<string, unknown>[] }; close(): void }
}
