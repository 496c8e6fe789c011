import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { type Ms, now, toMicrosecond } from '../core/clock.ts'
import type { ClientRecord } from '../core/journal.ts'

const tickMs = 20
/** A tick this late is a stall worth remembering. */
const stallMs = 20
const mostStalls = 1_000

/** Watches our own event loop, so that its delays are never blamed on a relay. */
export class LoopWatch {
  readonly #histogram = monitorEventLoopDelay({ resolution: 10 })
  readonly #startedUse = performance.eventLoopUtilization()
  readonly #timer: NodeJS.Timeout
  readonly #stalls: { readonly at: Ms; readonly lengthMs: Ms }[] = []
  #expected = now() + tickMs

  constructor() {
    this.#histogram.enable()
    this.#timer = setInterval(() => this.#tick(), tickMs)
    this.#timer.unref()
  }

  #tick(): void {
    const at = now()
    const lengthMs = at - this.#expected
    if (lengthMs > stallMs) this.#stalls.push({ at, lengthMs })
    if (this.#stalls.length > mostStalls) this.#stalls.shift()
    this.#expected = at + tickMs
  }

  /** The longest stall that ended after `since`, 0 when there was none above 20 ms. A stall under way counts. */
  longestStallSince(since: Ms): Ms {
    const underWay = Math.max(0, now() - this.#expected)
    let longest = underWay > stallMs ? underWay : 0
    for (let i = this.#stalls.length - 1; i >= 0; i--) {
      const stall = this.#stalls[i]
      if (!stall || stall.at < since) break
      longest = Math.max(longest, stall.lengthMs)
    }
    return longest
  }

  /** How busy this process has been since the watch began. */
  record(session: number): ClientRecord {
    const delayMs = (ns: number) => toMicrosecond(Math.max(0, ns / 1e6 - 10))
    const histogram = this.#histogram
    return {
      type: 'client',
      session,
      loopDelayMs: {
        p50: delayMs(histogram.percentile(50)),
        p99: delayMs(histogram.percentile(99)),
        max: delayMs(histogram.max),
      },
      loopUtilization: Math.round(performance.eventLoopUtilization(this.#startedUse).utilization * 1e4) / 1e4,
    }
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#histogram.disable()
  }
}
