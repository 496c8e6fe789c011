import { whenAborted } from '../../core/abort.ts'
import type { Ms } from '../../core/clock.ts'
import type { WireRequest } from '../../transport/exchange.ts'
import type { Opened } from '../../transport/lane.ts'
import type { Deadlines } from '../../transport/limits.ts'
import type { Answered, Fetched, ProbeLane, Reading } from '../probe-lane.ts'
import type { LaneTask, PlainLaneOptions, TaskResult } from './messages.ts'

/** A thread that works on lanes. */
export interface LaneHost {
  /** What has to be added to its stamps to have them on our clock. */
  readonly shiftMs: Ms
  makeLane(options: PlainLaneOptions): number
  begin(
    lane: number,
    what: LaneTask,
    began?: () => void,
  ): { readonly task: number; readonly done: Promise<TaskResult> }
  abort(task: number): void
}

/** A lane that a worker thread works on; what comes back is on this thread's clock. */
export class WorkerLane implements ProbeLane {
  readonly #worker: LaneHost
  readonly #lane: number

  constructor(worker: LaneHost, options: PlainLaneOptions) {
    this.#worker = worker
    this.#lane = worker.makeLane(options)
  }

  async open(limitMs: Ms, signal: AbortSignal): Promise<Opened> {
    const opened = (await this.#do({ do: 'open', limitMs }, signal)) as Opened
    return { ...opened, stamps: this.#onOurClock(opened.stamps) }
  }

  async ask(
    request: WireRequest,
    reading: Reading,
    signal?: AbortSignal,
    began?: () => void,
  ): Promise<Answered> {
    const what = { do: 'ask', request, reading, tellsBegin: began !== undefined } as const
    const answered = (await this.#do(what, signal, began)) as Answered
    const { result, frames } = answered
    return {
      ...answered,
      result: { ...result, stamps: this.#onOurClock(result.stamps) },
      frames: this.#onOurClock(frames),
    }
  }

  async fetch(request: WireRequest, deadlines: Deadlines, signal?: AbortSignal): Promise<Fetched> {
    const { result, text } = (await this.#do({ do: 'fetch', request, deadlines }, signal)) as Fetched
    return { result: { ...result, stamps: this.#onOurClock(result.stamps) }, text }
  }

  async close(): Promise<void> {
    await this.#do({ do: 'close' })
  }

  #do(what: LaneTask, signal?: AbortSignal, began?: () => void): Promise<TaskResult> {
    const { task, done } = this.#worker.begin(this.#lane, what, began)
    if (!signal) return done
    const forget = whenAborted(signal, () => this.#worker.abort(task))
    return done.finally(forget)
  }

  #onOurClock<Stamps extends object>(stamps: Stamps): Stamps {
    const shifted = Object.entries(stamps).map(([name, at]) => [
      name,
      typeof at === 'number' ? at + this.#worker.shiftMs : at,
    ])
    return Object.fromEntries(shifted) as Stamps
  }
}
