import type { JournalRecord } from '../../core/journal.ts'
import { type Cell, labelOf, type Mode } from '../../core/plan.ts'
import { type Sample, sampleOf } from '../../metrics/call-sample.ts'
import { classify } from '../../metrics/classify.ts'
import { outcomes } from '../../metrics/outcomes.ts'

/** A relay's samples of one model and mode, by round. */
export type Series = ReadonlyMap<number, Sample>

export interface Workload {
  readonly model: string
  readonly mode: Mode
}

export const workloadKey = ({ model, mode }: Workload): string => JSON.stringify([model, mode])

export interface Recorded {
  /** Names in the order of the plan. */
  readonly relays: readonly string[]
  readonly workloads: readonly Workload[]
  /** By workload, then by relay. */
  readonly series: ReadonlyMap<string, ReadonlyMap<string, Series>>
}

/**
 * Counted probes of a journal, the last attempt of each, as samples. What was our own fault is left out, as is what was
 * broken off.
 */
export function samplesOf(records: Iterable<JournalRecord>): Recorded {
  const cells = new Map<string, Cell>()
  const series = new Map<string, Map<string, Map<number, Sample>>>()
  for (const record of records) {
    if (record.type === 'run') for (const cell of record.plan.cells) cells.set(cell.id, cell)
    if (record.type !== 'observation' || record.warmup || record.retry !== undefined || record.question)
      continue
    const cell = cells.get(record.cellId)
    const outcome = classify(record)
    if (!cell || outcomes[outcome].sla === 'excluded') continue
    const byRelay = series.get(workloadKey(cell)) ?? new Map<string, Map<number, Sample>>()
    series.set(workloadKey(cell), byRelay)
    const own = byRelay.get(labelOf(cell)) ?? new Map<number, Sample>()
    byRelay.set(labelOf(cell), own)
    own.set(record.round, sampleOf(record, outcome))
  }
  const all = [...cells.values()]
  const distinct = new Map(all.map(({ model, mode }) => [workloadKey({ model, mode }), { model, mode }]))
  return { relays: [...new Set(all.map(labelOf))], workloads: [...distinct.values()], series }
}
