import { ProbeIds } from './probe-ids.ts'
import type { ProbeResult } from './probe-result.ts'

/**
 * Lets the last attempt of every probe count, once, whatever the order in which attempts come.
 *
 * Nearly every probe has one attempt that no other takes the place of: it counts at once, and one bit remains of it.
 * Held until the end are cancelled probes, which a resumed run repeats (at most as many as were in flight when it
 * was stopped), and those known to be contested. A probe that turns out to be contested after it has counted cannot be
 * taken back: its id is told, and the records have to be read again with it.
 */
export class LastAttempts {
  /** Probes of which an attempt came after another had counted, to be held from the start the next time. */
  readonly contested = new Set<string>()
  readonly #known: ReadonlySet<string>
  readonly #count: (result: ProbeResult) => void
  readonly #counted = new ProbeIds()
  readonly #held = new Map<string, ProbeResult>()

  /** @param known contested probes that an earlier reading has told */
  constructor(known: ReadonlySet<string>, count: (result: ProbeResult) => void) {
    this.#known = known
    this.#count = count
  }

  offer(result: ProbeResult): void {
    const { probeId } = result
    const held = this.#held.get(probeId)
    if (held) {
      if (isLater(result, held)) this.#held.set(probeId, result)
    } else if (this.#known.has(probeId)) this.#held.set(probeId, result)
    else if (!this.#counted.add(probeId)) this.contested.add(probeId)
    else if (result.outcome === 'cancelled') this.#held.set(probeId, result)
    else this.#count(result)
  }

  /** No more will come: what was held counts. */
  finish(): void {
    for (const result of this.#held.values()) this.#count(result)
    this.#held.clear()
  }
}

type Attempt = Pick<ProbeResult, 'session' | 'attempt'>

const isLater = (a: Attempt, b: Attempt): boolean =>
  a.session > b.session || (a.session === b.session && a.attempt >= b.attempt)
