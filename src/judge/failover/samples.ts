import type { Ms } from '../../core/clock.ts'
import type { JournalRecord } from '../../core/journal.ts'
import type { Observation } from '../../core/observation.ts'
import type { Cell, Mode } from '../../core/plan.ts'
import { classify } from '../../metrics/classify.ts'
import { dialMs } from '../../metrics/dial.ts'
import { type OutcomeClass, outcomes } from '../../metrics/outcomes.ts'

/** What one request to a relay came to, as a policy looks at it. Times are from its start. */
export interface Sample {
  readonly round: number
  readonly session: number
  /** Of its session. */
  readonly atMs: Ms
  readonly outcome: OutcomeClass
  readonly status: number | undefined
  readonly connectMs: Ms | undefined
  /** Until something came that a caller can use: the first token of a stream, the whole of a body. */
  readonly firstMs: Ms | undefined
  /** Silences in the middle of a stream: when each began, and how long it was; those longer than a second. */
  readonly silences: readonly { readonly fromMs: Ms; readonly ms: Ms }[]
  readonly totalMs: Ms
  readonly costUsd: number | undefined
}

/** A relay's samples of one model and mode, by round. */
export type Series = ReadonlyMap<number, Sample>

/** "relay" or "relay/line". */
const labelOf = ({ relay, line }: Pick<Cell, 'relay' | 'line'>): string =>
  line === undefined ? relay : `${relay}/${line}`

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

/** Shorter silences are no policy's business. */
const shortestSilenceMs = 1_000

function sampleOf(observation: Observation, outcome: OutcomeClass): Sample {
  const { round, session, timeline, streaming, connection, http, stream, costUsd } = observation
  const { started, sent = started, firstToken, end } = timeline
  const first = streaming ? firstToken : outcome === 'ok' ? end : undefined
  return {
    ...{ round, session, outcome, costUsd },
    atMs: started,
    status: http?.status,
    connectMs: connection?.reused === false ? dialMs(timeline) : undefined,
    firstMs: first === undefined ? undefined : first - started,
    silences: streaming ? silencesIn(stream.tokenReadsUs, sent - started) : [],
    totalMs: end - started,
  }
}

function silencesIn(readsUs: readonly number[], sentMs: Ms): Sample['silences'] {
  const found: { readonly fromMs: Ms; readonly ms: Ms }[] = []
  let at = sentMs
  for (const [i, us] of readsUs.entries()) {
    const ms = us / 1000
    if (i > 0 && ms > shortestSilenceMs) found.push({ fromMs: at, ms })
    at += ms
  }
  return found
}
