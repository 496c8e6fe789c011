import { inert } from '../../core/inert.ts'
import { type MergeInput, mergeReports } from '../../judge/merge/merge.ts'
import { mergedFormat } from '../../report/merged.ts'
import { mergeableSchema } from '../../schema/mergeable.ts'
import type { Skipped } from '../../schema/nightly.ts'
import { JournalWriteError } from '../../store/journal-file.ts'
import { readReports } from '../../store/reports.ts'
import { version } from '../../version.ts'
import { ciWords } from '../../words/ci.ts'
import { mergeWords as words } from '../../words/merge.ts'
import { slaWords } from '../../words/sla.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import type { Terminal } from '../terminal.ts'
import { writeWhole } from '../write-whole.ts'

export interface MergeFlags {
  readonly out?: string
  readonly mixed?: boolean
  readonly format?: string
  readonly json?: boolean
}

/** `relaybench merge`: reports of many machines as one. Nothing is sent. */
export function mergeCommand(paths: readonly string[], flags: MergeFlags, terminal: Terminal): ExitCode {
  const format = mergedFormat(flags.json ? 'json' : (flags.format ?? 'table'))
  const inputs: MergeInput[] = []
  const skipped: Skipped[] = []
  for (const found of readReports(paths, mergeableSchema))
    if ('report' in found) inputs.push(found.report)
    else skipped.push(found.skipped)
  for (const { path, reason } of skipped)
    terminal.error(terminal.say(slaWords.skipped(inert(path), slaWords.reasons[reason])))
  const merged = mergeReports(inputs, { version, mixed: flags.mixed ?? false, skipped })
  if (!merged) {
    terminal.error(terminal.say(words.nothing))
    return exitCodes.nothingMeasured
  }
  if (flags.out !== undefined) {
    const why = writeWhole(flags.out, mergedFormat('json').render(merged, terminal))
    if (why !== undefined) throw new JournalWriteError(ciWords.unsaved(flags.out, why), ciWords.unsavedHint)
  }
  terminal.out(format.render(merged, terminal))
  return exitCodes.ok
}
