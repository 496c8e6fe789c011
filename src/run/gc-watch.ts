import { PerformanceObserver } from 'node:perf_hooks'
import { type Ms, toMicrosecond } from '../core/clock.ts'
import type { ClientRecord } from '../core/journal.ts'

/** Adds up the pauses of the garbage collector: nothing is kept of a single one. */
export class GcWatch {
  readonly #observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) this.#add(duration)
  })
  #count = 0
  #totalMs: Ms = 0
  #maxMs: Ms = 0

  constructor() {
    this.#observer.observe({ entryTypes: ['gc'] })
  }

  #add(ms: Ms): void {
    this.#count++
    this.#totalMs += ms
    if (ms > this.#maxMs) this.#maxMs = ms
  }

  restart(): void {
    this.#count = 0
    this.#totalMs = 0
    this.#maxMs = 0
  }

  record(): NonNullable<ClientRecord['gc']> {
    return {
      count: this.#count,
      totalMs: toMicrosecond(this.#totalMs),
      maxMs: toMicrosecond(this.#maxMs),
    }
  }

  stop(): void {
    this.#observer.disconnect()
  }
}
