import type { Answer } from '../answer.ts'
import type { WriteStep } from '../script.ts'
import type { ToolOffer } from '../tools.ts'

/** What the simulated relay needs to know of a request. */
export interface Ask {
  readonly model: string
  readonly shape: Shape
  readonly maxTokens: number | undefined
  readonly inputTokens: number
  readonly usage: UsagePlace
  readonly offer: ToolOffer
}

export type Shape = 'stream' | 'whole'

/** Where a stream carries usage; for a whole answer only `none` matters. */
export type UsagePlace = 'last-chunk' | 'every-chunk' | 'none'

/** An error to be reported in a dialect's own words. */
export interface Failure {
  readonly status: number
  readonly message: string
  readonly type: string
  readonly code: string | null
  readonly param?: string
}

/**
 * One wire format, written from its vendor's documentation and sharing nothing with the parsers under test.
 * To add one: a file beside this, and a line in `index.ts`.
 */
export interface Dialect {
  readonly id: string
  readonly serves: (path: string) => boolean
  /** undefined: not a request of this dialect. `usage` is the relay's habit; the request may ask for less. */
  readonly read: (url: URL, body: unknown, usage: UsagePlace) => Ask | undefined
  /** The frames of a streamed answer, its end mark included; lazy, since an answer may be endless. */
  readonly stream: (answer: Answer, ask: Ask) => Iterable<WriteStep>
  /** The body of an answer that is not streamed, a JSON value. */
  readonly whole: (answer: Answer, ask: Ask) => unknown
  /** The body of an error reply, a JSON value. */
  readonly error: (failure: Failure) => unknown
  /** An error in the middle of a stream: one frame, as text. */
  readonly errorFrame: (failure: Failure) => string
}

/** Tokens of a prompt by the four-characters rule of thumb: plausible, and the same for the same prompt. */
export const roughTokens = (prompt: unknown): number =>
  Math.max(1, Math.ceil(JSON.stringify(prompt ?? '').length / 4))
