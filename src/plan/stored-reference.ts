import type { JournalRecord, RunHeader } from '../core/journal.ts'
import type { Observation } from '../core/observation.ts'
import { type Cell, storedPrefix } from '../core/plan.ts'
import { UserError } from '../core/text.ts'
import { auditWords } from '../words/audits/audit.ts'
import type { StoredAnswers } from './audit.ts'

/**
 * The references of an earlier run of audits and what they answered, under ids that no probe of a new run has.
 * @param records of its journal
 * @param referencesOf names of the relays that were references in it
 * @throws UserError when it asked no audits, or no reference
 */
export function storedAnswers(
  records: Iterable<JournalRecord>,
  referencesOf: (header: RunHeader) => ReadonlySet<string>,
): StoredAnswers & { readonly answers: readonly Observation[] } {
  let header: RunHeader | undefined
  let cells: readonly Cell[] = []
  const answers: Observation[] = []
  for (const record of records) {
    if (record.type === 'run') {
      header ??= record
      const references = referencesOf(header)
      cells = header.plan.cells.filter(({ relay }) => references.has(relay))
    } else if (record.type === 'observation' && cells.some(({ id }) => id === record.cellId))
      answers.push(asStored(record))
  }
  const shape = header?.plan.load.shape
  if (!header || shape?.type !== 'audit' || answers.length === 0) throw new UserError(auditWords.noStored)
  const { runId, seed } = header.plan
  const reference = { runId, startedAt: header.startedAt, cells: cells.map(withPrefix) }
  return { reference, seed, shape, answers }
}

const withPrefix = (cell: Cell): Cell => ({ ...cell, id: `${storedPrefix}${cell.id}` })

/** It cost what it cost when it was asked: this run pays nothing for it. */
function asStored({ costUsd: _, ...answer }: Observation): Observation {
  return {
    ...answer,
    cellId: `${storedPrefix}${answer.cellId}`,
    probeId: `${storedPrefix}${answer.probeId}`,
  }
}
