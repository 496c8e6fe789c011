import type { Ms } from '../core/clock.ts'
import { parseJson } from '../core/json.ts'
import type { Ending, Reply } from '../core/observation.ts'
import { readError, readFailure } from '../protocols/error-body.ts'
import type { Reader } from '../protocols/protocol.ts'
import type { BodySink } from '../transport/exchange.ts'
import { HeldBytes } from '../transport/held-bytes.ts'
import { JsonArrayDecoder } from '../transport/json-array.ts'
import type { SizeLimits } from '../transport/limits.ts'
import { type RawEvent, SseDecoder, type SseEvent, SseLimit, type SseSink } from '../transport/sse.ts'
import { Draft } from './draft.ts'
import { FrameTemplate } from './frame-template.ts'

/** Stray text between events that is kept, in case it is a bare error. */
const mostStrayChars = 65_536
const excerptChars = 400
/** The beginning of a JSON array is kept too, in case it is the body of a failed request. */
const mostArrayHeadBytes = 65_536
/** "event:" is the longest beginning that tells a stream. */
const longestFieldStart = 6
/** Of a body that was too large only the beginning is looked at. */
const mostLookedAtBytes = 65_536

/**
 * Turns the bytes of a body into a draft of the reply. What a body is, its bytes decide: relays send streams as
 * application/json, JSON as text/event-stream, and web pages with status 200.
 */
export class AnswerReader implements BodySink, SseSink {
  readonly draft = new Draft()
  readonly #reader: Reader
  readonly #sizes: SizeLimits
  readonly #template = new FrameTemplate()
  #shape: 'unknown' | 'stream' | 'array' | 'whole' = 'unknown'
  #decoder: SseDecoder | undefined
  #array: JsonArrayDecoder | undefined
  /** Bytes before the shape is known, then those of a body that is read as a whole. */
  readonly #body = new HeldBytes()
  #stray = ''
  #understood = false
  #at: Ms = 0

  constructor(reader: Reader, sizes: SizeLimits) {
    this.#reader = reader
    this.#sizes = sizes
  }

  get hasToken(): boolean {
    return this.draft.hasToken
  }

  bytes(chunk: Buffer, at: Ms): 'more' | 'enough' {
    this.#at = at
    if (this.#shape === 'unknown') this.#sniff(chunk)
    else this.#pass(chunk)
    return this.draft.isDone ? 'enough' : 'more'
  }

  /** The exchange is over: reads what was left open. @returns the reply, with at most `keepChars` of its texts. */
  finish(ending: Ending, status: number | undefined, keepChars: number): Reply {
    if (this.#shape === 'stream') return this.#finishStream(keepChars)
    const held = this.#body.take()
    const body = (ending.type === 'limit' ? held.subarray(0, mostLookedAtBytes) : held)
      .toString('utf8')
      .replace(/^\ufeff/, '')
    if (body.trim() === '') return this.draft.reply('empty', undefined, keepChars)
    const failed = status !== undefined && (status < 200 || status >= 300)
    if (failed) return this.#failure(body, keepChars)
    return this.#shape === 'array'
      ? this.#finishArray(ending, keepChars)
      : this.#whole(body, ending, keepChars)
  }

  /** Leading blanks and byte order marks say nothing and are not kept: some gateways send blanks for minutes. */
  #sniff(chunk: Buffer): void {
    const held = this.#body.take(chunk)
    const head = held.subarray(blankLength(held))
    const start = head.toString('latin1', 0, longestFieldStart)
    if (start === '') return
    // The beginning of "data:", or of a byte order mark.
    if (start.length < longestFieldStart && /^[a-z\xef]/.test(start)) return this.#body.push(head)
    this.#shape = shapeOf(start)
    this.#pass(head)
  }

  #pass(chunk: Buffer): void {
    switch (this.#shape) {
      case 'unknown':
        return
      case 'stream':
        this.#decoder ??= new SseDecoder(this, this.#sizes)
        return this.#decoder.push(chunk)
      case 'array':
        if (this.#body.length < mostArrayHeadBytes) this.#body.push(chunk)
        this.#array ??= new JsonArrayDecoder({ element: (data) => this.event({ data }) }, this.#sizes)
        return this.#array.push(chunk)
      case 'whole':
        if (this.#body.length + chunk.length > this.#sizes.wholeBytes) throw new SseLimit('body')
        return this.#body.push(chunk)
    }
  }

  // --- what the decoder finds

  /** Takes an event that is like the one before. */
  skim(chunk: Buffer, start: number, mostBytes: number): number {
    const template = this.#template
    const end = template.match(chunk, start)
    if (end < 0 || end - start > mostBytes || template.type === undefined) return -1
    this.draft.likeFrame(template.type, chunk, template, this.#at)
    return end
  }

  event({ data, event }: SseEvent, raw?: RawEvent): void {
    const events = this.#reader.frame(data, event)
    if (raw) this.#template.learn(raw.chunk, raw.start, raw.end, events)
    else this.#template.forget()
    this.#understood ||= events.length > 0
    this.draft.frame(events, this.#at)
  }

  comment(): void {
    this.draft.comment()
  }

  stray(line: string): void {
    if (this.#stray.length < mostStrayChars) this.#stray += `${line}\n`
  }

  // --- the end

  #finishStream(keepChars: number): Reply {
    this.#decoder?.end()
    const at = this.#stray.search(/[[{]/)
    const error = at < 0 ? undefined : readError(parseJson(this.#stray.slice(at)))
    if (error) this.draft.apply([{ type: 'error', error }], undefined)
    return this.draft.reply('stream', undefined, keepChars)
  }

  /** An array of chunks is a stream without its framing; an array of anything else is no answer. */
  #finishArray(ending: Ending, keepChars: number): Reply {
    if (!this.#understood && ending.type === 'complete')
      this.draft.apply([{ type: 'malformed', why: 'the body is a JSON array without an answer' }], undefined)
    return this.draft.reply('stream', undefined, keepChars)
  }

  #failure(body: string, keepChars: number): Reply {
    const html = isHtml(body)
    const error = html ? { message: excerptOf(body) } : readFailure(body)
    if (error) this.draft.apply([{ type: 'error', error }], undefined)
    return this.draft.reply(html ? 'html' : 'whole', excerptOf(body), keepChars)
  }

  #whole(body: string, ending: Ending, keepChars: number): Reply {
    if (isHtml(body)) return this.draft.reply('html', excerptOf(body), keepChars)
    const parsed = parseJson(body)
    if (parsed !== undefined) this.draft.apply(this.#reader.whole(parsed), undefined)
    // A body that was cut is truncated, not malformed: half of a JSON text never parses.
    else if (ending.type === 'complete')
      this.draft.apply([{ type: 'malformed', why: 'the body is not JSON' }], undefined)
    return this.draft.reply(
      parsed === undefined ? 'text' : 'whole',
      parsed === undefined ? excerptOf(body) : undefined,
      keepChars,
    )
  }
}

const shapeOf = (start: string): 'stream' | 'array' | 'whole' => {
  if (start.startsWith('[')) return 'array'
  return /^(data|event|id|retry|error):|^:/.test(start) ? 'stream' : 'whole'
}

const blanks = new Set(Buffer.from(' \t\r\n'))

/** Bytes before the first that says something: blanks and byte order marks. */
function blankLength(bytes: Buffer): number {
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 2
    else if (!blanks.has(bytes[at] ?? 0)) return at
  }
  return bytes.length
}

const isHtml = (body: string): boolean => /^\s*(<!doctype html|<html|<head|<body)/i.test(body)

/** The beginning of a body that was not understood; of a page, its title says most. */
function excerptOf(body: string): string {
  const title = /<title[^>]*>([^<]{1,200})/i.exec(body)?.[1]
  return (title ?? body).trim().slice(0, excerptChars)
}
