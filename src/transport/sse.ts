import { HeldBytes } from './held-bytes.ts'

/** One event of a text/event-stream. */
export interface SseEvent {
  /** The `event` field; absent means "message". */
  readonly event?: string
  /** The `data` lines, joined by line feeds. */
  readonly data: string
}

export interface SseSink {
  event(event: SseEvent): void
  /**
   * Offered the bytes of an event of one data line before it is decoded; they are the chunk's own, to be read at once.
   * @returns whether that was enough.
   */
  bytes?(chunk: Buffer, start: number, end: number, event: string | undefined): boolean
  comment(): void
  /** A line that is no field of the standard. Some relays put a bare JSON error between events. */
  stray(line: string): void
}

/** What has to be held to be read is too long. */
export class SseLimit extends Error {
  readonly limit: 'line' | 'event' | 'body'
  constructor(limit: SseLimit['limit']) {
    super(`${limit} too long`)
    this.limit = limit
  }
}

const LF = 10
const CR = 13
const COLON = 58
const SPACE = 32
const nothing = Buffer.alloc(0)

/** Blank lines end every event: a look at the next byte saves a search. */
const nextLf = (chunk: Buffer, start: number): number =>
  chunk[start] === LF ? start : chunk.indexOf(LF, start)

/** "data:", as bytes: the one field that nearly every line is. */
const isDataField = (bytes: Buffer, at: number, end: number): boolean =>
  end - at >= 5 &&
  bytes[at] === 100 &&
  bytes[at + 1] === 97 &&
  bytes[at + 2] === 116 &&
  bytes[at + 3] === 97 &&
  bytes[at + 4] === COLON

/**
 * Decodes text/event-stream as the WHATWG HTML standard section 9.2.6 says: lines end in CR, LF or CRLF (nothing else),
 * a leading BOM is dropped, data lines are joined. Two additions: {@link end} gives an event that lacks its final blank
 * line, since many real bodies do, and lines that are no field are handed over rather than lost.
 *
 * Works on bytes: a line is decoded as UTF-8 only when whole, so characters may be split anywhere.
 */
export class SseDecoder {
  readonly #sink: SseSink
  readonly #lineLimit: number
  readonly #eventLimit: number
  /** The beginning of a line that has not ended yet. */
  readonly #pending = new HeldBytes()
  #afterCr = false
  #first = true
  #event: string | undefined
  /** The one data line of an event so far, as bytes of the chunk being read. */
  #lone: Buffer | undefined
  #loneStart = 0
  #loneEnd = 0
  #data: string[] = []
  #dataBytes = 0
  /** A limit was passed: what is held is not whole and is never given. */
  #spent = false

  constructor(sink: SseSink, limits: { readonly lineBytes: number; readonly eventBytes: number }) {
    this.#sink = sink
    this.#lineLimit = limits.lineBytes
    this.#eventLimit = limits.eventBytes
  }

  /** @throws SseLimit when a line or an event passes its limit; the decoder is then spent. */
  push(chunk: Buffer): void {
    let start = 0
    if (this.#afterCr && chunk.length > 0) {
      this.#afterCr = false
      if (chunk[0] === LF) start = 1
    }
    // A relay uses one kind of line end; looking for CR again after each line would scan the chunk twice.
    let cr = chunk.indexOf(CR, start)
    let lf = nextLf(chunk, start)
    while (cr >= 0 || lf >= 0) {
      const end = cr >= 0 && (lf < 0 || cr < lf) ? cr : lf
      this.#line(chunk, start, end)
      start = end + 1
      if (end === cr) {
        if (start === chunk.length) this.#afterCr = true
        else if (chunk[start] === LF) start++
        cr = chunk.indexOf(CR, start)
      }
      if (lf >= 0 && lf < start) lf = nextLf(chunk, start)
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start))
    this.#decodeLone()
  }

  /** The body is over: gives a last line and a last event that were not closed. Never throws. */
  end(): void {
    if (this.#spent) return
    try {
      if (this.#pending.length > 0) this.#line(nothing, 0, 0)
    } catch (error) {
      if (error instanceof SseLimit) return
      throw error
    }
    this.#dispatch()
  }

  #hold(piece: Buffer): void {
    if (this.#pending.length + piece.length > this.#lineLimit) throw this.#passed('line')
    this.#pending.push(piece)
  }

  /** A line is bytes `start` to `end` of a chunk, after what earlier chunks held of it. */
  #line(chunk: Buffer, start: number, end: number): void {
    if (this.#pending.length > 0) {
      const line = this.#pending.take(chunk.subarray(start, end))
      this.#wholeLine(line, 0, line.length)
    } else this.#wholeLine(chunk, start, end)
  }

  #wholeLine(bytes: Buffer, from: number, end: number): void {
    if (end - from > this.#lineLimit) throw this.#passed('line')
    let start = from
    if (this.#first) {
      this.#first = false
      if (bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf && end - start >= 3)
        start += 3
    }
    if (start === end) this.#dispatch()
    else if (isDataField(bytes, start, end)) this.#takeData(bytes, start + 5, end)
    else this.#field(bytes, start, end)
  }

  #takeData(bytes: Buffer, afterColon: number, end: number): void {
    const start = afterColon < end && bytes[afterColon] === SPACE ? afterColon + 1 : afterColon
    this.#dataBytes += end - start + 1
    if (this.#dataBytes > this.#eventLimit) throw this.#passed('event')
    if (this.#lone || this.#data.length > 0) {
      this.#decodeLone()
      this.#data.push(bytes.toString('utf8', start, end))
      return
    }
    this.#lone = bytes
    this.#loneStart = start
    this.#loneEnd = end
  }

  /** The chunk will not be there when the event ends: its line is taken out of it. */
  #decodeLone(): void {
    if (!this.#lone) return
    this.#data.push(this.#lone.toString('utf8', this.#loneStart, this.#loneEnd))
    this.#lone = undefined
  }

  #field(bytes: Buffer, start: number, end: number): void {
    if (bytes[start] === COLON) return this.#sink.comment()
    const line = bytes.toString('utf8', start, end)
    const colon = line.indexOf(':')
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    switch (colon < 0 ? line : line.slice(0, colon)) {
      case 'data':
        this.#decodeLone()
        this.#data.push('')
        return
      case 'event':
        this.#event = value
        return
      case 'id':
      case 'retry':
        return
      default:
        this.#sink.stray(line)
    }
  }

  #passed(limit: 'line' | 'event'): SseLimit {
    this.#spent = true
    this.#pending.take()
    return new SseLimit(limit)
  }

  #dispatch(): void {
    const lone = this.#lone
    if (lone && this.#sink.bytes?.(lone, this.#loneStart, this.#loneEnd, this.#event || undefined))
      this.#lone = undefined
    this.#decodeLone()
    if (this.#data.length > 0) {
      const data = this.#data.length === 1 ? (this.#data[0] ?? '') : this.#data.join('\n')
      this.#sink.event(this.#event ? { event: this.#event, data } : { data })
    }
    this.#event = undefined
    if (this.#data.length > 0) this.#data = []
    this.#dataBytes = 0
  }
}
