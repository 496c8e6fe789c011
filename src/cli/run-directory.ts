import { join } from 'node:path'
import { wallClock } from '../core/clock.ts'
import { UserError } from '../core/text.ts'
import { holdsRun, JournalWriteError, reportName } from '../store/journal-file.ts'
import { cliWords } from '../words/cli.ts'
import { writeWhole } from './write-whole.ts'

/** Where a run keeps its journal and report. @throws UserError when the folder holds a run already. */
export function newRunDirectory(out: string | undefined, profileName: string): string {
  const stamp = wallClock().slice(0, 19).replace(/[-:]/g, '')
  const directory =
    out ?? join('relaybench-runs', `${stamp}-${profileName.replace(/[^\p{L}\p{N}._-]/gu, '_')}`)
  if (holdsRun(directory)) throw new UserError(cliWords.exists(directory), cliWords.existsHint)
  return directory
}

/**
 * Writes the report beside its journal, whole or not at all.
 * @returns what kept it from that; the journal still holds everything.
 */
export function writeReport(directory: string, json: string): JournalWriteError | undefined {
  const path = join(directory, reportName)
  const why = writeWhole(path, json)
  return why === undefined
    ? undefined
    : new JournalWriteError(cliWords.reportUnwritten(path, why), cliWords.reportUnwrittenHint(directory))
}
