import type { Ms } from '../core/clock.ts'
import type { RelayError, Reply, StreamFacts, ToolCall, Usage } from '../core/observation.ts'
import type { ReplyEvent } from '../protocols/protocol.ts'
import { HeldText } from './held-text.ts'

/** Reads beyond this many are not recorded one by one; a stream that long is judged by its first ones. */
const mostRecordedReads = 8_192

/** Stamps of an answer's frames. */
export interface FrameStamps {
  firstFrame?: Ms
  firstToken?: Ms
  firstOutput?: Ms
  lastToken?: Ms
  done?: Ms
}

/** Where the text of a frame stands in its bytes. */
interface TextPlace {
  readonly textStart: number
  readonly textEnd: number
  readonly ascii: boolean
}

/** A reply while it arrives: events in, facts out. Stamps are those of the reads that completed the frames. */
export class Draft {
  readonly stamps: FrameStamps = {}
  readonly #text = new HeldText()
  readonly #reasoning = new HeldText()
  #refusal = ''
  readonly #tools = new Map<number, { id?: string; name: string; arguments: string }>()
  #usage: Usage | undefined
  #frames = 0
  #comments = 0
  /** Of the reads that carried tokens: µs since the one before (0 for the first), and characters. */
  readonly #readGapsUs: number[] = []
  readonly #readChars: number[] = []
  #lastRead: Ms | undefined
  #fields: Partial<
    Pick<
      Reply,
      'finishReason' | 'model' | 'id' | 'answers' | 'logprobs' | 'dimensions' | 'error' | 'malformed'
    >
  > = {}

  frame(events: readonly ReplyEvent[], at: Ms): void {
    if (events.length > 0 && events.every(({ type }) => type === 'ping')) return this.comment()
    this.#frames++
    this.stamps.firstFrame ??= at
    this.apply(events, at)
  }

  /** A frame that only adds to the text or the reasoning, as the one before did. `found` says where in its bytes. */
  likeFrame(type: 'text' | 'reasoning', bytes: Buffer, found: TextPlace, at: Ms): void {
    this.#frames++
    const visible = type === 'text'
    const held = visible ? this.#text : this.#reasoning
    const before = held.length
    if (found.ascii) held.addAscii(bytes, found.textStart, found.textEnd)
    else held.add(bytes.toString('utf8', found.textStart, found.textEnd))
    this.#token(at, held.length - before, visible)
  }

  comment(): void {
    this.#comments++
  }

  /** @param at stamp of the read that brought the events; absent for a whole body, whose tokens have no stamps. */
  apply(events: readonly ReplyEvent[], at: Ms | undefined): void {
    for (const event of events) this.#apply(event, at)
  }

  #apply(event: ReplyEvent, at: Ms | undefined): void {
    switch (event.type) {
      case 'text':
        this.#text.add(event.text)
        return this.#token(at, event.text.length, event.visible)
      case 'reasoning':
        this.#reasoning.add(event.text)
        return this.#token(at, event.text.length, false)
      case 'refusal':
        this.#refusal += event.text
        return this.#token(at, event.text.length, true)
      case 'tool':
        return this.#tool(event, at)
      case 'usage':
        this.#usage = mergeUsage(this.#usage, event.usage)
        return
      case 'extent':
        this.#fields = { ...this.#fields, answers: event.answers, logprobs: event.logprobs }
        return
      case 'vector':
        this.#fields = { ...this.#fields, dimensions: event.dimensions }
        return
      case 'finish':
        this.#fields = { ...this.#fields, finishReason: { unified: event.unified, raw: event.raw } }
        return
      case 'identity':
        this.#identify(event)
        return
      case 'error':
        this.#fields = { error: shortened(event.error), ...this.#fields }
        return
      case 'malformed':
        this.#fields = { malformed: event.why, ...this.#fields }
        return
      case 'ping':
        return this.comment()
      case 'end':
        if (at !== undefined) this.stamps.done ??= at
        return
    }
  }

  /** The first word on who answered counts: some gateways change the id, or blank it, in the middle. */
  #identify({ model, id }: Extract<ReplyEvent, { type: 'identity' }>): void {
    if (this.#fields.model !== undefined && this.#fields.id !== undefined) return
    this.#fields = {
      ...(model !== undefined && { model: model.slice(0, longestName) }),
      ...(id !== undefined && { id: id.slice(0, longestName) }),
      ...this.#fields,
    }
  }

  #tool(event: Extract<ReplyEvent, { type: 'tool' }>, at: Ms | undefined): void {
    const call = this.#tools.get(event.index) ?? { name: '', arguments: '' }
    // Some relays resend the name with every piece.
    if (event.name !== undefined && call.name === '') call.name = event.name
    if (event.id !== undefined) call.id ??= event.id
    call.arguments += event.arguments ?? ''
    this.#tools.set(event.index, call)
    if (event.arguments || event.name) this.#token(at, event.arguments?.length ?? 0, true)
  }

  #token(at: Ms | undefined, chars: number, visible: boolean): void {
    if (at === undefined) return
    this.stamps.firstToken ??= at
    if (visible) this.stamps.firstOutput ??= at
    this.stamps.lastToken = at
    const last = this.#readChars.length - 1
    if (this.#lastRead === at) this.#readChars[last] = (this.#readChars[last] ?? 0) + chars
    else if (last + 1 < mostRecordedReads) {
      this.#readGapsUs.push(gapUs(this.#lastRead ?? at, at))
      this.#readChars.push(chars)
      this.#lastRead = at
    }
  }

  /** @param keepChars how much of text and reasoning to keep; their lengths are always told. */
  reply(shape: Reply['shape'], excerpt: string | undefined, keepChars: number): Reply {
    const text = this.#text.toString()
    const reasoning = this.#reasoning.toString()
    const calls = [...this.#tools.entries()].sort(([a], [b]) => a - b).slice(0, mostToolCalls)
    const toolCalls: ToolCall[] = calls.map(([, call]) => ({
      ...call,
      arguments: call.arguments.slice(0, keepChars),
    }))
    return {
      text: text.slice(0, keepChars),
      textLength: text.length,
      reasoning: reasoning.slice(0, keepChars),
      reasoningLength: reasoning.length,
      ...(this.#refusal !== '' && { refusal: this.#refusal.slice(0, keepChars) }),
      toolCalls,
      ...this.#fields,
      ...(this.#usage && { usage: this.#usage }),
      shape,
      ...(excerpt !== undefined && { excerpt }),
    }
  }

  streamFacts(bytes: number, reads: number, sent: Ms | undefined): StreamFacts {
    const { firstToken } = this.stamps
    if (firstToken !== undefined) this.#readGapsUs[0] = gapUs(sent ?? firstToken, firstToken)
    return {
      bytes,
      reads,
      frames: this.#frames,
      comments: this.#comments,
      tokenReadsUs: this.#readGapsUs,
      tokenReadChars: this.#readChars,
    }
  }

  get hasToken(): boolean {
    return this.stamps.firstToken !== undefined
  }

  get isDone(): boolean {
    return this.stamps.done !== undefined
  }
}

const gapUs = (from: Ms, to: Ms): number => Math.max(0, Math.round((to - from) * 1000))

/** Usage may come in pieces or again and again: the last word on each count wins. */
function mergeUsage(before: Usage | undefined, next: Usage): Usage {
  return { ...before, ...next }
}

/** Names and calls of an honest answer are far from these. */
const longestName = 200
const mostToolCalls = 128

/** A hostile message may be megabytes long, and patterns are run over it. */
const longestMessage = 2_000

const shortened = (error: RelayError): RelayError => ({
  ...error,
  message: error.message.slice(0, longestMessage),
})
