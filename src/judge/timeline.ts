import { type Ms, toMicrosecond } from '../core/clock.ts'
import type { SessionRecord } from '../core/journal.ts'
import type { Cell } from '../core/plan.ts'
import type { Report } from '../schema/report.ts'
import { CoarseTally } from '../statistics/coarse-tally.ts'
import { lineKey } from './line-evidence.ts'
import type { ProbeResult } from './probe-result.ts'

type Timeline = NonNullable<Report['timeline']>

/** A session is cut into at most so many bins, the narrowest so wide; wider ones are twice, four times as wide, … */
const mostBins = 60
const narrowestMs: Ms = 250

class Bin {
  n = 0
  readonly failures = new Map<string, number>()
  readonly ttftMs = new CoarseTally()
  readonly e2eMs = new CoarseTally()

  add({ outcome, timings }: ProbeResult): void {
    this.n++
    if (outcome !== 'ok') this.failures.set(outcome, (this.failures.get(outcome) ?? 0) + 1)
    const ttft = timings?.ttftMs ?? timings?.ttftColdMs
    if (ttft !== undefined) this.ttftMs.add(ttft)
    if (timings?.e2eMs !== undefined) this.e2eMs.add(timings.e2eMs)
  }

  merge(other: Bin): void {
    this.n += other.n
    for (const [outcome, n] of other.failures)
      this.failures.set(outcome, (this.failures.get(outcome) ?? 0) + n)
    this.ttftMs.merge(other.ttftMs)
    this.e2eMs.merge(other.e2eMs)
  }
}

/** The bins of one relay's line, by number. */
interface Row {
  readonly cell: Cell
  bins: Map<number, Bin>
}

class Session {
  binMs = narrowestMs
  readonly #rows = new Map<string, Row>()

  add(cell: Cell, probe: ProbeResult): void {
    while (probe.sentMs >= this.binMs * mostBins) this.#double()
    const key = lineKey(cell.relay, cell.line)
    const row = this.#rows.get(key) ?? { cell, bins: new Map() }
    this.#rows.set(key, row)
    binOf(row.bins, Math.floor(probe.sentMs / this.binMs)).add(probe)
  }

  /** Two bins become one: the same as if they had been so wide from the start. */
  #double(): void {
    this.binMs *= 2
    for (const row of this.#rows.values()) {
      const wider = new Map<number, Bin>()
      for (const [at, bin] of row.bins) binOf(wider, Math.floor(at / 2)).merge(bin)
      row.bins = wider
    }
  }

  rows(cells: readonly Cell[]): Timeline[number]['relays'] {
    const order = [...new Set(cells.map(({ relay, line }) => lineKey(relay, line)))]
    return order.flatMap((key) => {
      const row = this.#rows.get(key)
      return row ? [{ relay: row.cell.relay, line: row.cell.line ?? null, bins: binsOf(row) }] : []
    })
  }
}

function binOf(bins: Map<number, Bin>, at: number): Bin {
  const bin = bins.get(at) ?? new Bin()
  bins.set(at, bin)
  return bin
}

const binsOf = ({ bins }: Row): Timeline[number]['relays'][number]['bins'] =>
  [...bins]
    .sort(([a], [b]) => a - b)
    .map(([at, { n, failures, ttftMs, e2eMs }]) => ({
      at,
      n,
      failures: Object.fromEntries([...failures].sort(([a], [b]) => (a < b ? -1 : 1))),
      ttftP50Ms: rounded(ttftMs.median()),
      e2eP50Ms: rounded(e2eMs.median()),
    }))

const rounded = (ms: number | null): number | null => (ms === null ? null : toMicrosecond(ms))

/** When counted probes were sent and what became of them, in memory that does not grow with their number. */
export class TimelineEvidence {
  readonly #sessions = new Map<number, Session>()
  readonly #startedAt = new Map<number, string>()

  began({ session, startedAt }: SessionRecord): void {
    this.#startedAt.set(session, startedAt)
  }

  add(cell: Cell, probe: ProbeResult): void {
    const session = this.#sessions.get(probe.session) ?? new Session()
    this.#sessions.set(probe.session, session)
    session.add(cell, probe)
  }

  report(cells: readonly Cell[]): Timeline {
    return [...this.#sessions]
      .sort(([a], [b]) => a - b)
      .map(([session, found]) => ({
        session,
        startedAt: this.#startedAt.get(session) ?? null,
        binMs: found.binMs,
        relays: found.rows(cells),
      }))
  }
}
