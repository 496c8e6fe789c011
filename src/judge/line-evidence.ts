import type { HttpFacts } from '../core/observation.ts'
import type { PathRecord } from '../core/path.ts'
import { connectMs, type Dialled, dialPhases } from '../metrics/dial.ts'
import { Recorder } from '../statistics/recorder.ts'
import { edgeOf } from './edge.ts'

/** What was seen of one line of a relay by everything that used it: probes, warm-ups, replaced attempts, listings. */
export class LineEvidence {
  readonly connectMs = new Recorder()
  readonly dnsMs = new Recorder()
  readonly tcpMs = new Recorder()
  readonly tlsMs = new Recorder()
  readonly remoteAddress = new Tally()
  readonly alpn = new Tally()
  readonly tlsVersion = new Tally()
  readonly edge = new Tally()
  /** Of the latest session. */
  path: PathRecord | undefined

  add(exchange: Dialled & { readonly http?: HttpFacts }): void {
    const phases = dialPhases(exchange)
    record(this.connectMs, connectMs(exchange))
    record(this.dnsMs, phases?.dnsMs)
    record(this.tcpMs, phases?.tcpMs)
    record(this.tlsMs, phases?.tlsMs)
    this.remoteAddress.count(exchange.connection?.remoteAddress)
    this.alpn.count(exchange.connection?.alpn)
    this.tlsVersion.count(exchange.connection?.tlsVersion)
    this.edge.count(exchange.http && edgeOf(exchange.http.headers))
  }
}

/** Key of a relay's line in a map. */
export const lineKey = (relay: string, line: string | null | undefined): string =>
  JSON.stringify([relay, line ?? null])

/** Counts values to name the commonest, whatever the order in which they came. */
class Tally {
  readonly #counts = new Map<string, number>()

  count(value: string | undefined): void {
    if (value !== undefined) this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1)
  }

  /** Of equally common values the first by code units. */
  commonest(): string | null {
    const [first] = [...this.#counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    return first?.[0] ?? null
  }
}

const record = (recorder: Recorder, value: number | undefined): void => {
  if (value !== undefined) recorder.add(value)
}
