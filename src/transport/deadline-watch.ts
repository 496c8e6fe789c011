import { type Ms, now } from '../core/clock.ts'
import type { TimeoutPhase } from '../core/observation.ts'
import type { Interruption } from './ending.ts'
import type { Deadlines } from './limits.ts'
import { settleReads } from './read-queue.ts'

/** After the protocol's end mark the rest of the body is waited for this long, so that the connection can be used again. */
const drainMs = 1_000

interface Deadline {
  readonly phase: TimeoutPhase | 'drain'
  readonly at: Ms
  readonly limitMs: Ms
}

/**
 * Holds the deadline of whatever phase an exchange is in, dialling included. One timer, set anew when a phase begins
 * and moved forward when it fires too early: a socket read costs no timer.
 */
export class DeadlineWatch {
  /** Stamp of the last read of body bytes. */
  lastRead: Ms | undefined
  readonly #deadlines: Deadlines
  readonly #stamps: { readonly started: Ms; readonly sent?: Ms }
  readonly #sink: { readonly hasToken: boolean }
  readonly #interrupt: (interruption: Interruption) => void
  #enoughAt: Ms | undefined
  #sawToken = false
  #stopped = false
  #timer: NodeJS.Timeout | undefined

  constructor(
    deadlines: Deadlines,
    stamps: { readonly started: Ms; readonly sent?: Ms },
    sink: { readonly hasToken: boolean },
    interrupt: (interruption: Interruption) => void,
  ) {
    this.#deadlines = deadlines
    this.#stamps = stamps
    this.#sink = sink
    this.#interrupt = interrupt
  }

  /** To be called when a phase begins: its deadline may come before that of the phase that ended. */
  start(): void {
    clearTimeout(this.#timer)
    if (this.#stopped) return
    const { phase, at } = this.#next()
    this.#timer = setTimeout(() => this.#tick(phase), Math.max(0, Math.ceil(at - now())))
  }

  /** To be called after every read. */
  noteToken(): void {
    if (this.#sawToken || !this.#sink.hasToken) return
    this.#sawToken = true
    this.start()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  /** The answer is over by its own mark. */
  enough(at: Ms): void {
    if (this.#enoughAt !== undefined) return
    this.#enoughAt = at
    this.start()
  }

  #tick(was: Deadline['phase']): void {
    // What has arrived in time counts, though it has not had its turn.
    settleReads()
    if (this.#stopped) return
    const { phase, at, limitMs } = this.#next()
    if (phase !== was || now() < at) return this.start()
    this.#interrupt(phase === 'drain' ? { type: 'drained' } : { type: 'timeout', phase, limitMs })
  }

  #next(): Deadline {
    if (this.#enoughAt !== undefined)
      return { phase: 'drain', at: this.#enoughAt + drainMs, limitMs: drainMs }
    const { totalMs } = this.#deadlines
    const total: Deadline = { phase: 'total', at: this.#stamps.started + totalMs, limitMs: totalMs }
    const phase = this.#ofPhase()
    return phase && phase.at < total.at ? phase : total
  }

  #ofPhase(): Deadline | undefined {
    const { started, sent } = this.#stamps
    const { connectMs, firstTokenMs, idleMs } = this.#deadlines
    if (sent === undefined) return { phase: 'connect', at: started + connectMs, limitMs: connectMs }
    if (firstTokenMs === undefined) return undefined
    if (!this.#sink.hasToken) return { phase: 'first-token', at: sent + firstTokenMs, limitMs: firstTokenMs }
    return { phase: 'idle', at: (this.lastRead ?? sent) + idleMs, limitMs: idleMs }
  }
}
