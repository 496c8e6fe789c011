import type { JournalRecord, RunHeader } from '../../core/journal.ts'
import { isCounted } from '../../metrics/reliability.ts'
import type { TimeMetric } from '../../schema/comparison.ts'
import { isComparable } from '../comparable.ts'
import { LastAttempts } from '../last-attempts.ts'
import { type ProbeResult, probeResult } from '../probe-result.ts'

/** What came of a cell's probe in one round. */
export interface RoundResult {
  readonly ok: boolean
  /** In ms; +∞ for TTFT and E2E of a failure, undefined where an answer has no such time. */
  readonly times: Readonly<Record<TimeMetric, number | undefined>>
}

/** By round. A round in which the fault was ours is not there. */
export type CellRounds = ReadonlyMap<number, RoundResult>

/**
 * What came of every counted probe, by id of its cell and round: the probes of two relays in one round went out next to
 * each other, in random order, so that whatever the hour did it did to both.
 */
export function roundsOf(records: Iterable<JournalRecord>): ReadonlyMap<string, CellRounds> {
  const contested = new Set<string>()
  for (;;) {
    const { cells, taken } = readOnce(records, contested)
    if (taken.contested.size === 0) return cells
    for (const probeId of taken.contested) contested.add(probeId)
  }
}

function readOnce(records: Iterable<JournalRecord>, contested: ReadonlySet<string>) {
  const cells = new Map<string, Map<number, RoundResult>>()
  let count: (probe: ProbeResult) => void = () => undefined
  const taken = new LastAttempts(contested, (probe) => count(probe))
  let positions: ReadonlyMap<string, number> = new Map()
  for (const record of records)
    if (record.type === 'run') {
      positions = new Map(record.plan.cells.map(({ id }, position) => [id, position]))
      count = counter(record, cells)
    } else if (record.type === 'observation' && record.retry === undefined) {
      const position = positions.get(record.cellId)
      if (position !== undefined) taken.offer(probeResult(record, position))
    }
  taken.finish()
  return { cells, taken }
}

function counter(
  { plan }: RunHeader,
  cells: Map<string, Map<number, RoundResult>>,
): (probe: ProbeResult) => void {
  const comparable = isComparable(plan)
  return (probe) => {
    const cell = plan.cells[probe.position]
    if (!cell || probe.warmup || !isCounted(probe.outcome) || !comparable(probe)) return
    const rounds = cells.get(cell.id) ?? new Map<number, RoundResult>()
    cells.set(cell.id, rounds)
    rounds.set(probe.round, result(probe))
  }
}

function result({ outcome, timings }: ProbeResult): RoundResult {
  const never = outcome === 'ok' ? undefined : Number.POSITIVE_INFINITY
  return {
    ok: outcome === 'ok',
    times: { ttft: timings?.ttftMs ?? never, e2e: timings?.e2eMs ?? never, tpot: timings?.tpotMs },
  }
}
