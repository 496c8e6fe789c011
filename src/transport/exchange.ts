import type { Socket } from 'node:net'
import type { Client, Dispatcher } from 'undici'
import { whenAborted } from '../core/abort.ts'
import { type Ms, now } from '../core/clock.ts'
import type { ConnectionFacts, Ending } from '../core/observation.ts'
import { DeadlineWatch } from './deadline-watch.ts'
import { type Dial, dialStamps } from './dial.ts'
import { endingOf, type Interruption } from './ending.ts'
import { packingOf, Unpacker } from './inflate.ts'
import type { Deadlines, SizeLimits } from './limits.ts'
import { readStamp, yieldReads } from './read-queue.ts'
import { type SendListener, withSendListener } from './send-stamps.ts'

/** A request as it goes out, key included: it must not be kept. */
export interface WireRequest {
  readonly method: 'GET' | 'POST'
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** Takes what arrives. `at` is the stamp of the socket read, taken before anything else was done with it. */
export interface BodySink {
  /** @returns "enough" when the rest of the body cannot change anything any more. */
  bytes(chunk: Buffer, at: number): 'more' | 'enough'
  /** Whether a token has arrived, which is what the first-token deadline waits for. */
  readonly hasToken: boolean
}

/** Stamps on the process's monotonic clock, ms. */
export interface ExchangeStamps {
  readonly started: Ms
  readonly dns?: Ms
  readonly tcp?: Ms
  readonly tls?: Ms
  sent?: Ms
  headers?: Ms
  firstByte?: Ms
  end: Ms
}

/** By lower-case name. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>

export interface ExchangeResult {
  readonly stamps: ExchangeStamps
  readonly ending: Ending
  readonly connection?: ConnectionFacts
  readonly status?: number
  readonly headers: Headers
  readonly bytes: number
  readonly reads: number
}

/** What an exchange needs of its lane. */
export interface LaneAccess {
  dialOf(socket: Socket): Dial | undefined
  currentDial(): Dial | undefined
  breakOff(error: Error): void
}

/** One request and its answer: every stamp is taken here. Single use. */
export class Exchange implements Dispatcher.DispatchHandler, SendListener {
  readonly #request: WireRequest
  readonly #sink: BodySink
  readonly #sizes: SizeLimits
  readonly #lane: LaneAccess
  readonly #stamps: ExchangeStamps
  #dial: Dial | undefined
  #reused = false
  #status: number | undefined
  #headers: Headers = {}
  #bytes = 0
  #reads = 0
  #unpacker: Unpacker | undefined
  #interruption: Interruption | undefined
  readonly #watch: DeadlineWatch
  #resolve: (ending: Ending) => void = () => {}

  constructor(
    request: WireRequest,
    sink: BodySink,
    deadlines: Deadlines,
    sizes: SizeLimits,
    lane: LaneAccess,
  ) {
    this.#request = request
    this.#sink = sink
    this.#sizes = sizes
    this.#lane = lane
    const started = now()
    this.#stamps = { started, end: started }
    this.#watch = new DeadlineWatch(deadlines, this.#stamps, sink, (interruption) =>
      this.#interrupt(interruption),
    )
  }

  async run(client: Client, signal: AbortSignal | undefined): Promise<ExchangeResult> {
    let forget = () => {}
    const ending = await new Promise<Ending>((resolve) => {
      this.#resolve = resolve
      if (signal?.aborted) return resolve({ type: 'cancelled' })
      if (signal) forget = whenAborted(signal, () => this.#interrupt({ type: 'cancelled' }))
      this.#watch.start()
      const { method, path, headers, body } = this.#request
      const options = { method, path, headers, ...(body !== undefined && { body }) }
      withSendListener(this, () => client.dispatch(options, this))
    })
    forget()
    this.#watch.stop()
    return this.#result(ending)
  }

  // --- sending

  onSocket(socket: Socket): void {
    const dial = this.#lane.dialOf(socket)
    this.#dial = dial
    if (dial) this.#reused = dial.uses++ > 0
  }

  onSent(at: Ms): void {
    this.#stamps.sent = at
    this.#watch.start()
  }

  onRequestStart(): void {}

  // --- receiving

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return
    this.#stamps.headers = readStamp()
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const at = readStamp()
    if (this.#interruption) return
    this.#watch.lastRead = at
    if (this.#reads++ === 0) this.#begin(chunk, at)
    this.#bytes += chunk.length
    const { bodyBytes } = this.#sizes
    if (this.#bytes > bodyBytes)
      return this.#interrupt({ type: 'limit', limit: 'body', limitBytes: bodyBytes })
    this.#deliver(chunk, at)
  }

  onResponseEnd(): void {
    this.#settle({ type: 'complete' })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle(this.#endingAfter(error))
  }

  #begin(first: Buffer, at: Ms): void {
    this.#stamps.firstByte = at
    const encoding = this.#headers['content-encoding']
    if (packingOf(first, typeof encoding === 'string' ? encoding : undefined) !== 'plain')
      this.#unpacker = new Unpacker(this.#sizes.decompressedBytes, this.#sizes.decompressionRatio)
  }

  #deliver(chunk: Buffer, at: Ms): void {
    try {
      if (this.#unpacker) this.#unpacker.push(chunk, (piece) => this.#give(piece, at))
      else this.#give(chunk, at)
      this.#watch.noteToken()
    } catch (error) {
      this.#interrupt({ type: 'reading', error: error instanceof Error ? error : new Error(String(error)) })
    }
  }

  #give(piece: Buffer, at: Ms): void {
    if (this.#sink.bytes(piece, at) === 'enough') this.#watch.enough(at)
  }

  // --- ending

  #interrupt(interruption: Interruption): void {
    if (this.#interruption) return
    this.#interruption = interruption
    const error = new Error(interruption.type)
    this.#settle(this.#endingAfter(error))
    this.#lane.breakOff(error)
  }

  #endingAfter(error: Error): Ending {
    return endingOf(error, {
      interruption: this.#interruption,
      sizes: this.#sizes,
      stage: this.#stage(),
      reused: this.#reused,
      answered: this.#stamps.headers !== undefined,
      sinceSentMs: this.#stamps.sent === undefined ? undefined : now() - this.#stamps.sent,
    })
  }

  #stage(): Dial['stage'] {
    if (this.#stamps.headers !== undefined) return 'response'
    if (this.#dial) return 'request'
    return this.#lane.currentDial()?.stage ?? 'request'
  }

  #settle(ending: Ending): void {
    this.#stamps.end = readStamp()
    yieldReads()
    this.#resolve(ending)
    this.#resolve = () => {}
  }

  #result(ending: Ending): ExchangeResult {
    const dial = this.#dial ?? this.#lane.currentDial()
    return {
      stamps: dial && !this.#reused ? { ...this.#stamps, ...dialStamps(dial) } : this.#stamps,
      ending,
      ...(dial?.tcp !== undefined && { connection: connectionFacts(dial, this.#reused) }),
      ...(this.#status !== undefined && { status: this.#status }),
      headers: this.#headers,
      bytes: this.#bytes,
      reads: this.#reads,
    }
  }
}

export function connectionFacts(dial: Dial, reused: boolean): ConnectionFacts {
  return {
    reused,
    ...(dial.remoteAddress !== undefined && { remoteAddress: dial.remoteAddress }),
    ...(dial.family !== undefined && { family: dial.family }),
    ...(dial.alpn !== undefined && { alpn: dial.alpn }),
    ...(dial.tlsVersion !== undefined && { tlsVersion: dial.tlsVersion }),
  }
}
