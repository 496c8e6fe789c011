import { HeldBytes } from './held-bytes.ts'

/** One event of a text/event-stream. */
export interface SseEvent {
  /** The `event` field; absent means "message". */
  readonly event?: string
  /** The `data` lines, joined by line feeds. */
  readonly data: string
}

/** Where an event stands in the chunk that brought it. */
export interface RawEvent {
  readonly chunk: Buffer
  readonly start: number
  readonly end: number
}

export interface SseSink {
  /** @param raw the event's own bytes, line ends included; absent when it came in pieces or had other lines beside it */
  event(event: SseEvent, raw?: RawEvent): void
  /**
   * Offered a chunk where an event begins, before it is taken apart; the bytes are to be read at once.
   * @param mostBytes how long an event may be that is taken
   * @returns where an event ends that was taken, its line ends included; -1 when none was.
   */
  skim?(chunk: Buffer, start: number, mostBytes: number): number
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
  readonly #leastLimit: number
  /** The beginning of a line that has not ended yet. */
  readonly #pending = new HeldBytes()
  #afterCr = false
  #first = true
  #event: string | undefined
  /** A line of an event was read, and its end was not. */
  #inEvent = false
  /** Where in the present chunk the event began; -1: in an earlier one, or with something beside it. */
  #eventStart = -1
  #data: string[] = []
  #dataBytes = 0
  /** A limit was passed: what is held is not whole and is never given. */
  #spent = false

  constructor(sink: SseSink, limits: { readonly lineBytes: number; readonly eventBytes: number }) {
    this.#sink = sink
    this.#lineLimit = limits.lineBytes
    this.#eventLimit = limits.eventBytes
    this.#leastLimit = Math.min(limits.lineBytes, limits.eventBytes)
  }

  /** @throws SseLimit when a line or an event passes its limit; the decoder is then spent. */
  push(chunk: Buffer): void {
    let start = 0
    if (this.#afterCr && chunk.length > 0) {
      this.#afterCr = false
      if (chunk[0] === LF) start = 1
    }
    start = this.#begin(chunk, start)
    // A relay uses one kind of line end; looking for CR again after each line would scan the chunk twice.
    let cr = chunk.indexOf(CR, start)
    let lf = nextLf(chunk, start)
    while (cr >= 0 || lf >= 0) {
      const end = cr >= 0 && (lf < 0 || cr < lf) ? cr : lf
      const next = end === cr && chunk[end + 1] === LF ? end + 2 : end + 1
      if (end === cr && next === chunk.length && next === end + 1) this.#afterCr = true
      this.#line(chunk, start, end, next)
      start = this.#inEvent ? next : this.#begin(chunk, next)
      if (cr >= 0 && cr < start) cr = chunk.indexOf(CR, start)
      if (lf >= 0 && lf < start) lf = nextLf(chunk, start)
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start))
  }

  /** Between two events, where the next one begins: those that the sink takes as they are are passed. */
  #begin(chunk: Buffer, start: number): number {
    if (this.#inEvent || this.#pending.length > 0) {
      this.#eventStart = -1
      return start
    }
    let at = start
    for (let end = this.#skim(chunk, at); end > at; end = this.#skim(chunk, at)) at = end
    this.#eventStart = at
    return at
  }

  #skim(chunk: Buffer, start: number): number {
    return this.#sink.skim?.(chunk, start, this.#leastLimit) ?? -1
  }

  /** The body is over: gives a last line and a last event that were not closed. Never throws. */
  end(): void {
    if (this.#spent) return
    try {
      if (this.#pending.length > 0) this.#line(nothing, 0, 0, 0)
    } catch (error) {
      if (error instanceof SseLimit) return
      throw error
    }
    this.#dispatch(nothing, 0)
  }

  #hold(piece: Buffer): void {
    if (this.#pending.length + piece.length > this.#lineLimit) throw this.#passed('line')
    this.#pending.push(piece)
  }

  /** A line is bytes `start` to `end` of a chunk, after what earlier chunks held of it; the one after begins at `next`. */
  #line(chunk: Buffer, start: number, end: number, next: number): void {
    if (this.#pending.length > 0) {
      const line = this.#pending.take(chunk.subarray(start, end))
      this.#wholeLine(line, 0, line.length)
    } else if (start === end) {
      this.#first = false
      this.#dispatch(chunk, next)
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
    if (start === end) return this.#dispatch(nothing, 0)
    this.#inEvent = true
    if (isDataField(bytes, start, end)) this.#takeData(bytes, start + 5, end)
    else this.#field(bytes, start, end)
  }

  #takeData(bytes: Buffer, afterColon: number, end: number): void {
    const start = afterColon < end && bytes[afterColon] === SPACE ? afterColon + 1 : afterColon
    this.#dataBytes += end - start + 1
    if (this.#dataBytes > this.#eventLimit) throw this.#passed('event')
    this.#data.push(bytes.toString('utf8', start, end))
  }

  #field(bytes: Buffer, start: number, end: number): void {
    if (bytes[start] === COLON) {
      this.#eventStart = -1
      return this.#sink.comment()
    }
    const line = bytes.toString('utf8', start, end)
    const colon = line.indexOf(':')
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    switch (colon < 0 ? line : line.slice(0, colon)) {
      case 'data':
        this.#data.push('')
        return
      case 'event':
        this.#event = value
        return
      case 'id':
      case 'retry':
        return
      default:
        this.#eventStart = -1
        this.#sink.stray(line)
    }
  }

  #passed(limit: 'line' | 'event'): SseLimit {
    this.#spent = true
    this.#pending.take()
    return new SseLimit(limit)
  }

  /** A blank line, whose end is at `end` of the chunk. */
  #dispatch(chunk: Buffer, end: number): void {
    const start = this.#eventStart
    const data = this.#data
    const event = this.#event
    this.#inEvent = false
    this.#event = undefined
    this.#dataBytes = 0
    if (data.length === 0) return
    this.#data = []
    const text = data.length === 1 ? (data[0] ?? '') : data.join('\n')
    const raw = start >= 0 && end > start ? { chunk, start, end } : undefined
    this.#sink.event(event ? { event, data: text } : { data: text }, raw)
  }
}
