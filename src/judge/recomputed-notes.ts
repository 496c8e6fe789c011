import type { Text } from '../core/text.ts'
import type { Definition } from '../metrics/definitions/index.ts'
import type { ReportCell } from '../schema/report.ts'
import { limitWords, definitionNotes as words } from '../words/definitions.ts'
import type { RecomputedAnswers } from './recomputed-answers.ts'

/** What of this cell makes its figures differ from ours, or from what the tool would have shown. */
export function recomputedNotes(
  definition: Definition,
  cell: ReportCell,
  answers: RecomputedAnswers,
): readonly Text[] {
  const all = String(answers.successes)
  const notes: Text[] = []
  if (!definition.protocols.includes(cell.protocol))
    notes.push(words.otherProtocol(definition.tool, cell.protocol))
  if (answers.successes !== cell.ok) notes.push(words.successes(all, String(cell.ok)))
  if (answers.cold > 0) notes.push(words.cold(String(answers.cold), all))
  if (answers.withoutUsage > 0) notes.push(words.withoutUsage(String(answers.withoutUsage), all))
  if (answers.successes > 0 && definition.metrics.some(({ kind }) => kind === 'gaps'))
    notes.push(words.framesPerRead(String(answers.frames), String(answers.tokenReads)))
  const { p50, longest } = answers.tails()
  const endsAtFinish = definition.metrics.some(({ limits }) => limits.includes(limitWords.finishFrame))
  if (endsAtFinish && p50 !== null && longest !== null) notes.push(words.tail(`${p50} ms`, `${longest} ms`))
  return notes
}
