import { accessSync, constants, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { UserError } from '../core/text.ts'
import { JournalWriteError } from '../store/journal-file.ts'
import { ciWords as words } from '../words/ci.ts'
import { writeWhole } from './write-whole.ts'

/** Files that the command line asks for. */
export interface SaveFlags {
  readonly save?: readonly string[]
  /** The same as `--save html=FILE`. */
  readonly html?: string
}

/** What `--save` and `--html` ask for together, as `FORMAT=FILE`. */
export const wantedFiles = ({ save = [], html }: SaveFlags): readonly string[] =>
  html === undefined ? save : [...save, `html=${html}`]

/** A file that the report is written to, beside what is printed. */
export interface Save {
  readonly format: string
  readonly path: string
}

/**
 * What `--save FORMAT=FILE` asks for. Nothing is written yet.
 * @param check throws UserError for a format that there is not
 * @throws UserError when one cannot be read; JournalWriteError when it is plain already that a file cannot be written.
 */
export function savesFrom(flags: SaveFlags, check: (format: string) => unknown): readonly Save[] {
  const saves = wantedFiles(flags).map(saveFrom)
  const seen = new Set<string>()
  for (const { format, path } of saves) {
    check(format)
    if (seen.has(resolve(path))) throw new UserError(words.savedTwice(path))
    seen.add(resolve(path))
    const why = whyUnwritable(path)
    if (why !== undefined) throw unsaved(path, why)
  }
  return saves
}

function saveFrom(value: string): Save {
  const at = value.indexOf('=')
  const [format, path] = [value.slice(0, at), value.slice(at + 1)]
  if (at <= 0 || path === '') throw new UserError(words.badSave(value), words.badSaveHint)
  return { format, path }
}

/** Told before a run that costs money, rather than after it. */
function whyUnwritable(path: string): string | undefined {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return words.isFolder.en
    accessSync(dirname(path), constants.W_OK)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const unsaved = (path: string, why: string): JournalWriteError =>
  new JournalWriteError(words.unsaved(path, why), words.unsavedHint)

/**
 * Writes them all, each whole or not at all.
 * @param render writes the report in a format
 * @returns what kept the first one that failed from being written; the others are written all the same.
 */
export function saveAll(
  saves: readonly Save[],
  render: (format: string) => string,
): JournalWriteError | undefined {
  const failures = saves.flatMap(({ format, path }) => {
    const why = writeWhole(path, render(format))
    return why === undefined ? [] : [unsaved(path, why)]
  })
  return failures[0]
}
