import { toMicrosecond } from '../core/clock.ts'
import type { CalibrationRecord, ClientRecord } from '../core/journal.ts'
import type { Distribution, Report, ReportCell } from '../schema/report.ts'
import { fewestValues, quantileLevels } from '../statistics/quantile.ts'
import { errorSpread } from '../statistics/spread.ts'

/** Above this share of what was measured, a cell's latency says too much about us to be judged. */
const limitedShare = 0.1

const fewest = fewestValues(quantileLevels.p99)

/** What a session's journal says about the client itself. */
interface SessionSelf {
  calibration?: CalibrationRecord
  /** The last one: it covers the session. */
  client?: ClientRecord
  readonly controlErrorsMs: number[]
}

type SelfRecord =
  | ClientRecord
  | CalibrationRecord
  | { readonly type: 'control'; readonly session: number; readonly ttftErrorMs: number }
type Delay = NonNullable<Report['client']['delay']>

/** Gathers what a journal holds about our own delay, session by session. `docs/self-check.md` has the formulas. */
export class ClientDelay {
  readonly #sessions = new Map<number, SessionSelf>()

  add(record: SelfRecord): void {
    const session = this.#sessions.get(record.session) ?? { controlErrorsMs: [] }
    this.#sessions.set(record.session, session)
    switch (record.type) {
      case 'client':
        session.client = record
        return
      case 'calibration':
        session.calibration = record
        return
      case 'control':
        session.controlErrorsMs.push(record.ttftErrorMs)
        return
    }
  }

  /** Our delay that 99 of 100 probes do not exceed, of the worst session; null when nothing says anything of it. */
  delay(): Delay | null {
    return worst(this.#map(delayOf), ({ p99Ms }) => p99Ms)
  }

  report(): Pick<Report['client'], 'delay' | 'calibration' | 'control' | 'gc' | 'cpuShare'> {
    return {
      delay: this.delay(),
      calibration: worst(this.#map(calibrationOf), ({ ttftErrorMs }) => ttftErrorMs?.p99 ?? 0),
      control: worst(this.#map(controlOf), ({ ttftErrorMs }) => ttftErrorMs.p99),
      gc: worst(
        this.#map(({ client }) => client?.gc),
        ({ maxMs }) => maxMs,
      ),
      cpuShare: worst(
        this.#map(({ client }) => client?.cpuShare),
        (share) => share,
      ),
    }
  }

  #map<Value>(of: (session: SessionSelf) => Value | undefined): readonly Value[] {
    return [...this.#sessions.values()].map(of).filter((value) => value !== undefined)
  }
}

function worst<Value>(values: readonly Value[], of: (value: Value) => number): Value | null {
  return values.toSorted((a, b) => of(b) - of(a))[0] ?? null
}

function delayOf(session: SessionSelf): Delay | undefined {
  const derived = derivedDelay(session)
  const control = errorSpread(session.controlErrorsMs)
  if (!control) return derived
  const measured: Delay = { p99Ms: control.p99, from: 'control' }
  if (session.controlErrorsMs.length >= fewest || !derived) return measured
  return derived.p99Ms > measured.p99Ms ? derived : measured
}

/** A probe waits for the loop on top of what it costs anyway, and is never better than in the calibration. */
function derivedDelay({ calibration, client }: SessionSelf): Delay | undefined {
  const waitMs = client && loopWaitMs(client)
  const error = calibration?.ttftErrorMs
  if (error)
    return { p99Ms: toMicrosecond(Math.max(error.p99, error.p50 + (waitMs ?? 0))), from: 'calibration' }
  return waitMs === undefined ? undefined : { p99Ms: waitMs, from: 'loop' }
}

/** Journals of before have the plain delay only. */
function loopWaitMs({ loopWaitMs, loopDelayMs }: ClientRecord): number | undefined {
  if (!loopWaitMs) return loopDelayMs.p99
  return loopWaitMs.n >= fewest ? loopWaitMs.p99 : undefined
}

const calibrationOf = ({
  calibration,
}: SessionSelf): NonNullable<Report['client']['calibration']> | undefined =>
  calibration && {
    n: calibration.n,
    ttftErrorMs: calibration.ttftErrorMs ? { ...calibration.ttftErrorMs } : null,
    failure: calibration.failure ?? null,
  }

function controlOf({ controlErrorsMs }: SessionSelf): NonNullable<Report['client']['control']> | undefined {
  const ttftErrorMs = errorSpread(controlErrorsMs)
  return ttftErrorMs && { n: controlErrorsMs.length, ttftErrorMs }
}

// --- cells

type Latencies = 'ttftMs' | 'ttftColdMs' | 'ttfoMs'

/** A cell before our own delay is set beside its latencies. */
export type PlainCell = Omit<ReportCell, 'rank' | 'clientLimited' | Latencies> & {
  readonly [Key in Latencies]: Distribution
}

/** Sets our own delay beside every TTFT of a cell, and marks the cell when that delay is too much of what was measured. */
export function withClientDelay(cell: PlainCell, delay: Delay | null): Omit<ReportCell, 'rank'> {
  const clientP99Ms = delay?.p99Ms ?? null
  const beside = (distribution: Distribution) => ({ ...distribution, clientP99Ms })
  return {
    ...cell,
    ttftMs: beside(cell.ttftMs),
    ttftColdMs: beside(cell.ttftColdMs),
    ttfoMs: beside(cell.ttfoMs),
    clientLimited: isLimited(clientP99Ms, measuredMs(cell)),
  }
}

const isLimited = (oursMs: number | null, measured: number | null): boolean =>
  oursMs !== null && measured !== null && oursMs > limitedShare * measured

/** What the cell is ranked by. */
const measuredMs = ({ mode, ttftMs, ttftColdMs, e2eMs }: PlainCell): number | null =>
  mode === 'stream' ? (ttftMs.p50 ?? ttftColdMs.p50) : e2eMs.p50
