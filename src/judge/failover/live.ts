import type { JournalRecord } from '../../core/journal.ts'
import { type Cell, labelOf } from '../../core/plan.ts'
import type { Policy } from '../../core/policy.ts'
import { type Sample, sampleOf } from '../../metrics/call-sample.ts'
import { classify } from '../../metrics/classify.ts'
import { underPolicy } from '../../metrics/under-policy.ts'
import type { Failover, FailoverResult } from '../../schema/failover.ts'
import type { Served } from './replay.ts'
import { type Workload, workloadKey } from './samples.ts'
import { summarise } from './summary.ts'

interface Made {
  readonly label: string
  readonly sample: Sample
}

/** What the calls of a live run came to, from its journal. */
export function liveResult(
  records: Iterable<JournalRecord>,
  workload: Workload,
  policy: Policy,
): FailoverResult {
  const cells = new Map<string, Cell>()
  const calls = new Map<number, Made[]>()
  for (const record of records) {
    if (record.type === 'run') for (const cell of record.plan.cells) cells.set(cell.id, cell)
    if (record.type !== 'observation' || !record.call || record.retry !== undefined) continue
    const cell = cells.get(record.cellId)
    if (!cell || workloadKey(cell) !== workloadKey(workload) || record.ending.type === 'cancelled') continue
    const label = labelOf(cell)
    const made = calls.get(record.call.request) ?? []
    made.push({ label, sample: sampleOf(record, classify(record)) })
    calls.set(record.call.request, made)
  }
  const inOrder = [...calls].sort(([a], [b]) => a - b).map(([, made]) => servedBy(made, policy))
  return summarise(inOrder, [])
}

/** One call: from the start of its first attempt until the answer that was taken. */
function servedBy(made: readonly Made[], policy: Policy): Served {
  const attempts = made.toSorted((a, b) => a.sample.atMs - b.sample.atMs)
  const began = attempts[0]?.sample.atMs ?? 0
  const seen = attempts.map(({ label, sample }) => ({
    label,
    after: sample.atMs - began,
    seen: underPolicy(sample, policy),
  }))
  // Of two that were asked at once the first to begin is taken.
  const [answer] = seen
    .flatMap(({ label, after, seen }) => (seen.ok ? [{ label, after, seen }] : []))
    .sort((a, b) => a.after + a.seen.firstMs - (b.after + b.seen.firstMs))
  const costs = seen.map((each) => each.seen.costUsd)
  return {
    ok: answer !== undefined,
    firstMs: answer ? answer.after + answer.seen.firstMs : null,
    totalMs: answer ? answer.after + answer.seen.totalMs : null,
    costUsd: costs.every((usd) => usd !== undefined)
      ? costs.reduce((sum: number, usd) => sum + (usd ?? 0), 0)
      : null,
    attempts: seen.length,
    by: answer?.label ?? null,
    cuts: seen.flatMap((each) => (!each.seen.ok && each.seen.cut ? [each.seen.cut] : [])),
  }
}

type Bounds = { readonly low: number | null; readonly high: number | null }

/** Whether what was seen lies within what was predicted; null where either is not known. */
const holds = (value: number | null, { low, high }: Bounds): boolean | null =>
  value === null || (low === null && high === null)
    ? null
    : value >= (low ?? Number.NEGATIVE_INFINITY) && value <= (high ?? Number.POSITIVE_INFINITY)

/** A rehearsal beside the live run that followed it. */
export function withLive(failover: Failover, live: FailoverResult): Failover {
  const { availability, firstMs } = failover.chain.result
  return {
    ...failover,
    live: {
      result: live,
      held: {
        availability: holds(live.availability.value, availability),
        firstP50: holds(live.firstMs.p50.value, firstMs.p50),
        firstP95: holds(live.firstMs.p95.value, firstMs.p95),
        firstP99: holds(live.firstMs.p99.value, firstMs.p99),
      },
    },
  }
}
