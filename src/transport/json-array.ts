import { HeldBytes } from './held-bytes.ts'
import { SseLimit } from './sse.ts'

const open = new Set(Buffer.from('[{'))
const close = new Set(Buffer.from(']}'))
const blank = new Set(Buffer.from(' \t\r\n'))
const quote = 34
const comma = 44
const backslash = 92

export interface JsonArraySink {
  /** The text of one element, as soon as its last byte is there. */
  element(text: string): void
}

/**
 * Takes a JSON array apart while it arrives: Gemini streams one when `alt=sse` is missing. Holds one element at a time.
 * It finds where elements end and leaves to the sink whether they are JSON. What follows the array is ignored.
 *
 * Works on bytes: an element is decoded as UTF-8 only when whole, and no byte of a longer character looks like ASCII.
 */
export class JsonArrayDecoder {
  readonly #sink: JsonArraySink
  readonly #limit: number
  /** The beginning of the present element. */
  readonly #pending = new HeldBytes()
  /** 0 outside the array, 1 between its elements, more inside one that is no scalar. */
  #depth = 0
  #inString = false
  #escaped = false
  /** Whether the present byte belongs to an element. */
  #inElement = false
  #over = false

  constructor(sink: JsonArraySink, limits: { readonly eventBytes: number }) {
    this.#sink = sink
    this.#limit = limits.eventBytes
  }

  /** @throws SseLimit when an element passes its limit; the decoder is then spent. */
  push(chunk: Buffer): void {
    let start = 0
    for (let at = 0; at < chunk.length && !this.#over; at++) {
      const wasInside = this.#inElement
      const ended = this.#step(chunk[at] ?? 0)
      if (!wasInside && this.#inElement) start = at
      if (ended) this.#give(chunk.subarray(start, ended === 'here' ? at + 1 : at))
    }
    if (this.#inElement) this.#hold(chunk.subarray(start))
  }

  /** @returns where an element ended: at this byte, or before it. */
  #step(byte: number): 'here' | 'before' | undefined {
    if (this.#inString) return this.#stringByte(byte)
    if (open.has(byte)) return this.#opened()
    if (close.has(byte)) return this.#closed()
    if (this.#depth === 1 && (byte === comma || blank.has(byte))) return this.#leave('before')
    if (this.#depth > 0) this.#inElement = true
    if (byte === quote && this.#depth > 0) this.#inString = true
    return undefined
  }

  #stringByte(byte: number): 'here' | undefined {
    if (this.#escaped) this.#escaped = false
    else if (byte === backslash) this.#escaped = true
    else if (byte === quote) {
      this.#inString = false
      if (this.#depth === 1) return this.#leave('here')
    }
    return undefined
  }

  #opened(): undefined {
    if (this.#depth > 0) this.#inElement = true
    this.#depth++
  }

  #closed(): 'here' | 'before' | undefined {
    if (this.#depth === 0) return undefined
    this.#depth--
    if (this.#depth === 1) return this.#leave('here')
    if (this.#depth > 1) return undefined
    this.#over = true
    return this.#leave('before')
  }

  #leave<Where extends 'here' | 'before'>(where: Where): Where | undefined {
    if (!this.#inElement) return undefined
    this.#inElement = false
    return where
  }

  #hold(piece: Buffer): void {
    if (this.#pending.length + piece.length > this.#limit) throw new SseLimit('event')
    this.#pending.push(piece)
  }

  #give(tail: Buffer): void {
    if (this.#pending.length + tail.length > this.#limit) throw new SseLimit('event')
    this.#sink.element(this.#pending.take(tail).toString('utf8'))
  }
}
