import { createHash } from 'node:crypto'
import type { Text } from '../core/text.ts'

/** A relay as another tool knows it. Its key is not in here: only where it stands. */
export interface Found {
  readonly name: string
  /** Base URLs as profiles want them; several are lines of one relay. */
  readonly urls: readonly string[]
  readonly protocol: 'openai-chat' | 'openai-responses' | 'anthropic-messages' | 'gemini'
  /** Where it is not as the protocol does it. */
  readonly auth?: 'bearer' | 'x-api-key'
  /** Names of models, as callers say them. */
  readonly models: readonly string[]
  /** What is sent for a model, where it is another name. */
  readonly sent?: Readonly<Record<string, string>>
  readonly key: FoundKey
}

export type FoundKey =
  /** The tool reads it from that variable itself. */
  | { readonly type: 'variable'; readonly name: string }
  /** It stands in the file, at that place. The mark is the same for equal keys, and tells nothing of them. */
  | { readonly type: 'file'; readonly place: string; readonly mark: string }
  | { readonly type: 'none' }

/** A file that a tool keeps, or the environment. */
export interface Source {
  /** As the user knows it: "~/.codex/config.toml". */
  readonly path: string
  readonly bytes: Uint8Array
  readonly text: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** A file in the same folder; undefined when there is none. */
  readonly beside: (name: string) => string | undefined
  /** Rows of a table of a SQLite database; none without that table. @throws UserError where it cannot be read */
  readonly rows: (table: string) => readonly Readonly<Record<string, unknown>>[]
}

/** One tool that relays are taken over from. Pure, but for what the source gives it. */
export interface Importer {
  readonly id: string
  readonly about: Text
  /** Where the tool keeps it, below the home folder; the first that is there is read. */
  readonly paths: readonly string[]
  /** Whatever the file holds: what is no relay is passed over. */
  readonly read: (source: Source) => readonly Found[]
}

/** Where a key stands in a file. @param key undefined or empty: there is none */
export const keyIn = (key: string | undefined, place: string): FoundKey =>
  key === undefined || key.trim() === ''
    ? { type: 'none' }
    : { type: 'file', place, mark: createHash('sha256').update(key.trim()).digest('hex') }

/** A base URL that requests can follow; undefined for what is none, or holds a user or a password. */
export function baseUrl(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text.trim())) return undefined
  const url = new URL(text.trim())
  if (!['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '')
    return undefined
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

/** The same with a version, where a tool adds one by itself. */
export const withVersion = (url: string, version = '/v1'): string =>
  /\/v\d+(beta)?$/.test(url) ? url : `${url}${version}`

export const hostOf = (url: string): string => new URL(url).hostname
