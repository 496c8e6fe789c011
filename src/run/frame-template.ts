import type { ReplyEvent } from '../protocols/protocol.ts'

type Delta = Extract<ReplyEvent, { type: 'text' | 'reasoning' }>

/** A text that JSON writes as it is: nothing escaped, so it can be cut out of the frame. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
const plain = /^[^"\\\u0000-\u001f]+$/

const nothing = Buffer.alloc(0)
const QUOTE = 34
const BACKSLASH = 92
const SPACE = 32
const beyondAscii = 128

/**
 * Nearly all events of a stream differ from the one before in one string only. When an event had a delta and nothing
 * else, the next one that has the same bytes around that string says the same about another text: it need not be taken
 * apart, decoded or parsed. That holds whatever the protocol and the line ends; any other event is parsed as ever.
 */
export class FrameTemplate {
  #head = nothing
  #tail = nothing
  #type: Delta['type'] | undefined
  /** Where the text of the event matched last stands, and whether it is ASCII. */
  textStart = 0
  textEnd = 0
  ascii = true

  /** The kind of delta of events that are like the one learnt; undefined when nothing is known. */
  get type(): Delta['type'] | undefined {
    return this.#type
  }

  /** Where an event ends that begins at `start` and is like the one learnt; -1: it must be parsed. */
  match(bytes: Buffer, start: number): number {
    if (this.#type === undefined || !holds(bytes, start, this.#head)) return -1
    this.textStart = start + this.#head.length
    if (!this.#findText(bytes) || !holds(bytes, this.textEnd, this.#tail)) return -1
    return this.textEnd + this.#tail.length
  }

  #findText(bytes: Buffer): boolean {
    let all = 0
    let at = this.textStart
    for (; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0
      if (byte === QUOTE) break
      if (byte === BACKSLASH || byte < SPACE) return false
      all |= byte
    }
    this.textEnd = at
    this.ascii = all < beyondAscii
    return at > this.textStart
  }

  /**
   * Learns from an event (bytes `start` to `end`, its line ends among them) and what parsing it said. One that is no
   * lone delta may have changed what the next ones mean (an end, a new block): what was learnt before is forgotten.
   */
  learn(bytes: Buffer, start: number, end: number, events: readonly ReplyEvent[]): void {
    const delta = onlyDelta(events)
    const isPlain = delta !== undefined && plain.test(delta.text)
    if (delta && !isPlain && delta.type === this.#type) return
    this.#type = undefined
    if (!delta || !isPlain) return
    const event = bytes.subarray(start, end)
    const quoted = Buffer.from(`"${delta.text}"`)
    const at = event.indexOf(quoted)
    // Twice the same string: which of them is the text cannot be told; nor can it where something is escaped.
    if (at < 0 || at !== event.lastIndexOf(quoted) || event.includes(BACKSLASH)) return
    this.#head = Buffer.from(event.subarray(0, at + 1))
    this.#tail = Buffer.from(event.subarray(at + quoted.length - 1))
    this.#type = delta.type
  }

  forget(): void {
    this.#type = undefined
  }
}

/** For a few bytes a call out of JavaScript costs more than it saves. */
const longestLoop = 32

function holds(bytes: Buffer, start: number, wanted: Buffer): boolean {
  const end = start + wanted.length
  if (end > bytes.length) return false
  if (wanted.length > longestLoop) return bytes.compare(wanted, 0, wanted.length, start, end) === 0
  for (let at = 0; at < wanted.length; at++) if (bytes[start + at] !== wanted[at]) return false
  return true
}

/** The one delta of a frame that has nothing else but who answers. Text inside `<think>` depends on what follows it. */
function onlyDelta(events: readonly ReplyEvent[]): Delta | undefined {
  let found: Delta | undefined
  for (const event of events) {
    if (event.type === 'identity') continue
    if (found || (event.type !== 'text' && event.type !== 'reasoning')) return undefined
    if (event.type === 'text' && !event.visible) return undefined
    found = event
  }
  return found
}
