import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../../core/text.ts'
import { driftOf, type Night, nightOf } from '../../judge/drift.ts'
import { driftFormat } from '../../report/drift.ts'
import type { Drift } from '../../schema/drift.ts'
import { holdsRun, readJournal } from '../../store/journal-file.ts'
import { version } from '../../version.ts'
import { driftWords as words } from '../../words/drift.ts'
import { isFolder } from '../compared-runs.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import type { Terminal } from '../terminal.ts'

/** `relaybench drift`: since when a relay answers differently, by audits of many nights. Nothing is sent. */
export function driftCommand(
  paths: readonly string[],
  flags: { readonly format?: string; readonly json?: boolean },
  terminal: Terminal,
): ExitCode {
  const format = driftFormat(flags.json ? 'json' : (flags.format ?? 'table'))
  const nights: Night[] = []
  const skipped: Drift['skipped'] = []
  for (const path of paths.flatMap(runsIn)) {
    const found = read(path)
    if (typeof found === 'string') skipped.push({ path, reason: found })
    else nights.push(found)
  }
  const drift = driftOf(nights, skipped, version)
  if (!drift) throw new UserError(words.nothing)
  terminal.out(format.render(drift, terminal))
  return exitCodes.ok
}

/** The run itself, or every run in a folder, by name. */
function runsIn(path: string): readonly string[] {
  if (!isFolder(path) || holdsRun(path)) return [path]
  return readdirSync(path)
    .sort()
    .map((name) => join(path, name))
    .filter((inner) => isFolder(inner) && holdsRun(inner))
}

function read(path: string): Night | 'no-audit' | 'unreadable' {
  try {
    return nightOf(path, readJournal(path)) ?? 'no-audit'
  } catch (error) {
    if (error instanceof UserError) return 'unreadable'
    throw error
  }
}
