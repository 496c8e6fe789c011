import type { JournalRecord } from '../../src/core/journal.ts'

export interface PlannedProbes {
  readonly runId: string
  /** Ids of all probes that the header's plan asks for, warm-up among them. */
  readonly planned: readonly string[]
  /** Those that count. */
  readonly counted: readonly string[]
}

/** The probes of a plan by its definition alone: every cell once in every round. */
export function planOf(records: readonly JournalRecord[]): PlannedProbes {
  const [header] = records
  if (header?.type !== 'run') throw new Error('the journal does not begin with a header')
  const { cells, load, runId } = header.plan
  const inRounds = (mark: string, rounds: number) =>
    Array.from({ length: rounds }, (_, i) => cells.map(({ id }) => `${mark}${i + 1}.${id}`)).flat()
  const counted = inRounds('r', load.rounds ?? 0)
  return { runId, planned: [...inRounds('w', load.warmupRounds), ...counted], counted }
}
