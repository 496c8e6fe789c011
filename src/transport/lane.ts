import type { Socket } from 'node:net'
import { Client } from 'undici'
import { whenAborted } from '../core/abort.ts'
import { type Ms, now } from '../core/clock.ts'
import { type Dial, type DialOptions, dial, dialStamps } from './dial.ts'
import { endingOf, type Interruption } from './ending.ts'
import {
  type BodySink,
  connectionFacts,
  Exchange,
  type ExchangeResult,
  type LaneAccess,
  type WireRequest,
} from './exchange.ts'
import { type Deadlines, defaultSizeLimits, type SizeLimits } from './limits.ts'
import type { HttpProxy } from './proxy.ts'

export interface LaneOptions {
  readonly origin: URL
  readonly proxy?: HttpProxy
  readonly ca?: string
  readonly insecure?: boolean
  readonly http2?: boolean | 'auto'
  readonly family?: 4 | 6
  readonly sizes?: SizeLimits
}

/** What became of opening a connection beforehand. */
export type Opened = Pick<ExchangeResult, 'stamps' | 'ending' | 'connection'>

/** Idle time after which a kept connection is closed by us; relays close earlier on their own, or say so. */
const keepAliveMs = 55_000

/**
 * One connection to one origin, carrying one request at a time. So nothing queues in front of a probe unseen,
 * and a probe is cold exactly when its lane had to dial: known, not guessed.
 */
export class Lane {
  readonly #options: LaneOptions
  readonly #sizes: SizeLimits
  #client: Client | undefined
  #dialling: ReturnType<typeof dial> | undefined
  #lastDial: Dial | undefined
  readonly #dials = new WeakMap<Socket, Dial>()
  readonly #access: LaneAccess = {
    dialOf: (socket) => this.#dials.get(socket),
    currentDial: () => this.#lastDial,
    breakOff: (error) => this.#breakOff(error),
  }
  #busy = false
  /** Opened beforehand, for the first request. */
  #ready: Socket | undefined

  constructor(options: LaneOptions) {
    this.#options = options
    this.#sizes = options.sizes ?? defaultSizeLimits
  }

  /**
   * Sends one request and reports how it went. Never rejects: a broken relay is a fact, not an exception.
   * @param signal aborts the exchange, which then ends as "cancelled".
   */
  async exchange(
    request: WireRequest,
    sink: BodySink,
    deadlines: Deadlines,
    signal?: AbortSignal,
  ): Promise<ExchangeResult> {
    if (this.#busy) throw new Error('a lane carries one request at a time')
    this.#busy = true
    this.#lastDial = undefined
    const exchange = new Exchange(request, sink, deadlines, this.#sizes, this.#access)
    try {
      return await exchange.run(this.#connected(), signal)
    } finally {
      this.#busy = false
    }
  }

  /**
   * Opens the connection before a request needs it: the first one then finds it warm. When that fails the first
   * request dials again, and says how it fared. Never rejects.
   * @param signal gives it up
   */
  async open(limitMs: Ms, signal: AbortSignal): Promise<Opened> {
    let interruption: Interruption | undefined
    let forget = () => {}
    const { facts, error } = await new Promise<{ facts: Dial; error: Error | null }>((resolve) => {
      const dialling = dial(this.#dialOptions(), (failure, socket) => {
        clearTimeout(timer)
        forget()
        if (socket) this.#keep(socket, dialling.facts)
        resolve({ facts: dialling.facts, error: failure })
      })
      const interrupt = (why: Interruption) => {
        interruption = why
        dialling.abandon(new Error(why.type))
      }
      const timer = setTimeout(() => interrupt({ type: 'timeout', phase: 'connect', limitMs }), limitMs)
      forget = whenAborted(signal, () => interrupt({ type: 'cancelled' }))
    })
    const { started, tcp, stage } = facts
    const circumstances = { interruption, sizes: this.#sizes, stage, reused: false, answered: false }
    return {
      stamps: { started, ...dialStamps(facts), end: now() },
      ending: error ? endingOf(error, { ...circumstances, sinceSentMs: undefined }) : { type: 'complete' },
      ...(tcp !== undefined && { connection: connectionFacts(facts, false) }),
    }
  }

  #keep(socket: Socket, facts: Dial): void {
    facts.uses = 1
    this.#dials.set(socket, facts)
    this.#ready?.destroy()
    this.#ready = socket
  }

  /** Closes the connection, at once. */
  async close(): Promise<void> {
    this.#ready?.destroy()
    this.#ready = undefined
    const client = this.#client
    this.#client = undefined
    await client?.destroy()
  }

  #connected(): Client {
    this.#client ??= new Client(this.#options.origin.origin, {
      connect: (_, done) => this.#dial(done),
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
      pipelining: 1,
      allowH2: this.#options.http2 === true || this.#options.http2 === 'auto',
      maxHeaderSize: this.#sizes.headerBytes,
    })
    return this.#client
  }

  #dialOptions(): DialOptions {
    const { origin, proxy, ca, insecure, http2, family } = this.#options
    const secure = origin.protocol === 'https:'
    return {
      secure,
      host: origin.hostname.replace(/^\[|\]$/g, ''),
      port: Number(origin.port || (secure ? 443 : 80)),
      ...(proxy && { proxy }),
      ...(ca !== undefined && { ca }),
      ...(insecure !== undefined && { insecure }),
      ...(http2 !== undefined && { http2 }),
      ...(family !== undefined && { family }),
    }
  }

  #dial(done: (...parameters: [null, Socket] | [Error, null]) => void): void {
    const ready = this.#ready
    this.#ready = undefined
    if (ready && !ready.destroyed) return queueMicrotask(() => done(null, ready))
    const dialling = dial(this.#dialOptions(), (error, socket) => {
      this.#dialling = undefined
      // Wrapped: at the bare ERR_TLS_CERT_ALTNAME_INVALID undici (7.30) loses count and never sends again.
      if (error || !socket) return done(new Error('dialling failed', { cause: error }), null)
      this.#dials.set(socket, dialling.facts)
      done(null, socket)
    })
    this.#dialling = dialling
    this.#lastDial = dialling.facts
  }

  /** Ends whatever is under way; while dialling there is no request to abort, so the client itself goes. */
  #breakOff(error: Error): void {
    this.#dialling?.abandon(error)
    const client = this.#client
    this.#client = undefined
    client?.destroy(error).catch(() => {
      // Already closed: that is what was wanted.
    })
  }
}
