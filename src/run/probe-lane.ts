import type { Ms } from '../core/clock.ts'
import type { Reply, StreamFacts } from '../core/observation.ts'
import { protocolNamed } from '../protocols/index.ts'
import type { BodySink, ExchangeResult, WireRequest } from '../transport/exchange.ts'
import { HeldBytes } from '../transport/held-bytes.ts'
import { Lane, type LaneOptions, type Opened } from '../transport/lane.ts'
import { type Deadlines, defaultSizeLimits } from '../transport/limits.ts'
import { SseLimit } from '../transport/sse.ts'
import { AnswerReader } from './answer-reader.ts'
import type { FrameStamps } from './draft.ts'
import type { LoopWatch } from './loop-watch.ts'

/** How an answer is to be read. Plain values: they may go to another thread. */
export interface Reading {
  /** Name of the protocol. */
  readonly protocol: string
  readonly deadlines: Deadlines
  /** How many characters of the answer are kept. */
  readonly keepChars: number
}

/** What came of asking a model: everything that was seen, nothing yet taken out of it. */
export interface Answered {
  readonly result: ExchangeResult
  readonly reply: Reply
  readonly frames: FrameStamps
  readonly stream: StreamFacts
  /** Longest stall of the event loop that worked on it. */
  readonly loopStallMs: Ms
}

/** What came of asking for something that is no answer of a model. */
export interface Fetched {
  readonly result: ExchangeResult
  readonly text: string
}

/** A lane as a run uses it, whichever thread works it: one connection, one request at a time. None of it rejects. */
export interface ProbeLane {
  open(limitMs: Ms, signal: AbortSignal): Promise<Opened>
  /** @param began called when the first token is there */
  ask(request: WireRequest, reading: Reading, signal?: AbortSignal, began?: () => void): Promise<Answered>
  fetch(request: WireRequest, deadlines: Deadlines, signal?: AbortSignal): Promise<Fetched>
  close(): Promise<void>
}

/** A lane of this thread. */
export class OwnLane implements ProbeLane {
  readonly #lane: Lane
  readonly #options: LaneOptions
  readonly #loop: Pick<LoopWatch, 'longestStallSince'>

  constructor(options: LaneOptions, loop: Pick<LoopWatch, 'longestStallSince'>) {
    this.#lane = new Lane(options)
    this.#options = options
    this.#loop = loop
  }

  open(limitMs: Ms, signal: AbortSignal): Promise<Opened> {
    return this.#lane.open(limitMs, signal)
  }

  async ask(
    request: WireRequest,
    { protocol, deadlines, keepChars }: Reading,
    signal?: AbortSignal,
    began?: () => void,
  ): Promise<Answered> {
    const reader = protocolNamed(protocol).openReader()
    const answer = new AnswerReader(reader, this.#options.sizes ?? defaultSizeLimits)
    const result = await this.#lane.exchange(
      request,
      began ? telling(answer, began) : answer,
      deadlines,
      signal,
    )
    return {
      result,
      reply: answer.finish(result.ending, result.status, keepChars),
      frames: answer.draft.stamps,
      stream: answer.draft.streamFacts(result.bytes, result.reads, result.stamps.sent),
      loopStallMs: this.#loop.longestStallSince(result.stamps.started),
    }
  }

  async fetch(request: WireRequest, deadlines: Deadlines, signal?: AbortSignal): Promise<Fetched> {
    const body = new WholeBody()
    const result = await this.#lane.exchange(request, body, deadlines, signal)
    return { result, text: body.takeText() }
  }

  close(): Promise<void> {
    return this.#lane.close()
  }
}

/** The same sink, which also says when it has its first token. */
const telling = (answer: BodySink, began: () => void): BodySink => ({
  get hasToken() {
    return answer.hasToken
  },
  bytes: (chunk, at) => {
    const had = answer.hasToken
    const more = answer.bytes(chunk, at)
    if (!had && answer.hasToken) began()
    return more
  },
})

class WholeBody implements BodySink {
  readonly hasToken = false
  readonly #held = new HeldBytes()

  bytes(chunk: Buffer): 'more' {
    if (this.#held.length + chunk.length > defaultSizeLimits.wholeBytes) throw new SseLimit('body')
    this.#held.push(chunk)
    return 'more'
  }

  takeText(): string {
    return this.#held.take().toString('utf8')
  }
}
