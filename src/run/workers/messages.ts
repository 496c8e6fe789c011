import type { Ms } from '../../core/clock.ts'
import type { ClientRecord } from '../../core/journal.ts'
import type { WireRequest } from '../../transport/exchange.ts'
import type { LaneOptions, Opened } from '../../transport/lane.ts'
import type { Deadlines } from '../../transport/limits.ts'
import type { Answered, Fetched, Reading } from '../probe-lane.ts'

/** Lane options as they go to another thread: neither URLs nor keys can be cloned as they are. */
export type PlainLaneOptions = Omit<LaneOptions, 'origin' | 'proxy'> & {
  readonly origin: string
  readonly proxy?: { readonly host: string; readonly port: number; readonly authorization?: string }
}

/** What a worker does on a lane, one at a time. */
export type LaneTask =
  | { readonly do: 'open'; readonly limitMs: Ms }
  | {
      readonly do: 'ask'
      readonly request: WireRequest
      readonly reading: Reading
      /** Whether the first token is told as soon as it is there. */
      readonly tellsBegin: boolean
    }
  | { readonly do: 'fetch'; readonly request: WireRequest; readonly deadlines: Deadlines }
  | { readonly do: 'close' }

/** To a worker. A task is answered by a result with its number; a lane exists from its "lane" message on. */
export type ToWorker =
  | { readonly type: 'lane'; readonly lane: number; readonly options: PlainLaneOptions }
  | { readonly type: 'task'; readonly task: number; readonly lane: number; readonly what: LaneTask }
  | { readonly type: 'abort'; readonly task: number }
  | { readonly type: 'end' }

export type TaskResult = Opened | Answered | Fetched | undefined

/** From a worker. Its stamps are on its own clock, whose zero it tells first. */
export type FromWorker =
  | { readonly type: 'ready'; readonly zeroMs: Ms }
  | { readonly type: 'began'; readonly task: number }
  | { readonly type: 'result'; readonly task: number; readonly result: TaskResult }
  | { readonly type: 'client'; readonly record: ClientRecord }
