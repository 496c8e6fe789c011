import type { Ms } from '../core/clock.ts'
import type { HttpFacts } from '../core/observation.ts'
import { connectMs, type Dialled, dialPhases } from '../metrics/dial.ts'
import { edgeOf } from './edge.ts'

/** What was seen of one line of a relay by everything that used it: probes, warm-ups, replaced attempts, listings. */
export class LineEvidence {
  readonly connectMs: Ms[] = []
  readonly dnsMs: Ms[] = []
  readonly tcpMs: Ms[] = []
  readonly tlsMs: Ms[] = []
  readonly remoteAddress = new Tally()
  readonly alpn = new Tally()
  readonly tlsVersion = new Tally()
  readonly edge = new Tally()

  add(exchange: Dialled & { readonly http?: HttpFacts }): void {
    const phases = dialPhases(exchange)
    push(this.connectMs, connectMs(exchange))
    push(this.dnsMs, phases?.dnsMs)
    push(this.tcpMs, phases?.tcpMs)
    push(this.tlsMs, phases?.tlsMs)
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

const push = (values: Ms[], value: Ms | undefined): void => {
  if (value !== undefined) values.push(value)
}
