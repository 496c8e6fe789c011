/** One event of a text/event-stream. */
export interface SseEvent {
  /** The `event` field; absent means "message". */
  readonly event?: string
  /** The `data` lines, joined by line feeds. */
  readonly data: string
}

export interface SseSink {
  event(event: SseEvent): void
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
  /** Pieces of a line that has not ended yet. */
  #pending: Buffer[] = []
  #pendingBytes = 0
  #afterCr = false
  #first = true
  #event: string | undefined
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
    let lf = chunk.indexOf(LF, start)
    while (cr >= 0 || lf >= 0) {
      const end = cr >= 0 && (lf < 0 || cr < lf) ? cr : lf
      this.#line(chunk.subarray(start, end))
      start = end + 1
      if (end === cr) {
        if (start === chunk.length) this.#afterCr = true
        else if (chunk[start] === LF) start++
        cr = chunk.indexOf(CR, start)
      }
      if (lf >= 0 && lf < start) lf = chunk.indexOf(LF, start)
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start))
  }

  /** The body is over: gives a last line and a last event that were not closed. Never throws. */
  end(): void {
    if (this.#spent) return
    try {
      if (this.#pendingBytes > 0) this.#line(Buffer.alloc(0))
    } catch (error) {
      if (error instanceof SseLimit) return
      throw error
    }
    this.#dispatch()
  }

  #overflow(limit: SseLimit['limit']): never {
    this.#spent = true
    throw new SseLimit(limit)
  }

  #hold(piece: Buffer): void {
    this.#pendingBytes += piece.length
    if (this.#pendingBytes > this.#lineLimit) this.#overflow('line')
    // The socket's buffer may be reused or large: keep a copy of the piece only.
    this.#pending.push(Buffer.from(piece))
  }

  #line(tail: Buffer): void {
    let line = tail
    if (this.#pendingBytes > 0) {
      line = Buffer.concat([...this.#pending, tail])
      this.#pending = []
      this.#pendingBytes = 0
    }
    if (line.length > this.#lineLimit) this.#overflow('line')
    if (this.#first) {
      this.#first = false
      if (line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf) line = line.subarray(3)
    }
    if (line.length === 0) this.#dispatch()
    else this.#field(line)
  }

  #field(line: Buffer): void {
    const colon = line.indexOf(COLON)
    if (colon === 0) return this.#sink.comment()
    const name = line.toString('latin1', 0, colon < 0 ? line.length : colon)
    const valueAt = colon < 0 ? line.length : line[colon + 1] === SPACE ? colon + 2 : colon + 1
    switch (name) {
      case 'data':
        this.#dataBytes += line.length - valueAt + 1
        if (this.#dataBytes > this.#eventLimit) this.#overflow('event')
        this.#data.push(line.toString('utf8', valueAt))
        return
      case 'event':
        this.#event = line.toString('utf8', valueAt)
        return
      case 'id':
      case 'retry':
        return
      default:
        this.#sink.stray(line.toString('utf8'))
    }
  }

  #dispatch(): void {
    if (this.#data.length > 0) {
      const data = this.#data.length === 1 ? (this.#data[0] ?? '') : this.#data.join('\n')
      this.#sink.event(this.#event ? { event: this.#event, data } : { data })
    }
    this.#event = undefined
    this.#data = []
    this.#dataBytes = 0
  }
}
