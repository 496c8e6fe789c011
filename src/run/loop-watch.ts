import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { type Ms, now, toMicrosecond } from '../core/clock.ts'
import type { ClientRecord } from '../core/journal.ts'
import { GcWatch } from './gc-watch.ts'
import { delaysOf, waitP99 } from './loop-wait.ts'

const tickMs = 20
/** A tick this late is a stall worth remembering. */
const stallMs = 20
const mostStalls = 1_000
/** How often the delay of the loop is sampled. */
const sampleMs = 10

/** Watches our own event loop, so that its delays are never blamed on a relay. */
export class LoopWatch {
  readonly #histogram = monitorEventLoopDelay({ resolution: sampleMs })
  readonly #gc = new GcWatch()
  #startedAt = now()
  #startedUse = performance.eventLoopUtilization()
  #startedCpu = process.cpuUsage()
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

  /** Begins its counts anew: what was before belongs to no run. */
  restart(): void {
    this.#histogram.reset()
    this.#gc.restart()
    this.#startedAt = now()
    this.#startedUse = performance.eventLoopUtilization()
    this.#startedCpu = process.cpuUsage()
  }

  /** How busy this process has been since the watch began, or was restarted. */
  record(session: number): ClientRecord {
    const delayMs = (ns: number) => toMicrosecond(Math.max(0, ns / 1e6 - sampleMs))
    const histogram = this.#histogram
    const { user, system } = process.cpuUsage(this.#startedCpu)
    return {
      type: 'client',
      session,
      loopDelayMs: {
        p50: delayMs(histogram.percentile(50)),
        p99: delayMs(histogram.percentile(99)),
        max: delayMs(histogram.max),
      },
      loopUtilization: Math.round(performance.eventLoopUtilization(this.#startedUse).utilization * 1e4) / 1e4,
      loopWaitMs: {
        n: histogram.count,
        p99: toMicrosecond(waitP99(delaysOf(histogram, sampleMs), sampleMs)),
      },
      gc: this.#gc.record(),
      cpuShare: Math.round(((user + system) / 1e3 / Math.max(1, now() - this.#startedAt)) * 1e4) / 1e4,
    }
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#histogram.disable()
    this.#gc.stop()
  }
}
