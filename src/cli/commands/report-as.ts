import { UserError } from '../../core/text.ts'
import { judge } from '../../judge/judge.ts'
import { recompute } from '../../judge/recompute.ts'
import { definitionOf } from '../../metrics/definitions/index.ts'
import { recomputedJson, recomputedTable } from '../../report/index.ts'
import { readJournal } from '../../store/journal-file.ts'
import { definitionWords as words } from '../../words/definitions.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import type { Terminal } from '../terminal.ts'

/** `relaybench report --as`: the figures of a run by another tool's definitions, with ours beside them. */
export async function reportAs(
  path: string,
  tool: string,
  format: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const definition = definitionOf(tool)
  if (format !== 'table' && format !== 'json') throw new UserError(words.onlyFormats(format))
  if (path.endsWith('.json')) throw new UserError(words.needsJournal(path), words.needsJournalHint)
  // Read twice rather than held: a journal may be long.
  const report = judge(readJournal(path))
  const recomputed = recompute(readJournal(path), report, definition)
  terminal.out(format === 'json' ? recomputedJson(recomputed) : recomputedTable(recomputed, terminal))
  return exitCodes.ok
}
