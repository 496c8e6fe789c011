import type { ReplyEvent } from '../protocols/protocol.ts'

type Delta = Extract<ReplyEvent, { type: 'text' | 'reasoning' }>

/** A text that JSON writes as it is: nothing escaped, so it can be cut out of the frame. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
const plain = /^[^"\\\u0000-\u001f]+$/

const QUOTE = 34
const BACKSLASH = 92
const SPACE = 32

/**
 * Nearly all frames of a stream differ from the one before in one string only. When a frame had a delta and nothing
 * else, the next one that has the same bytes around that string says the same about another text: it need not be
 * decoded or parsed. That holds whatever the protocol; any other frame is parsed as ever.
 */
export class FrameTemplate {
  #before = Buffer.alloc(0)
  #after = Buffer.alloc(0)
  #event: string | undefined
  #type: Delta['type'] | undefined
  /** Where the text of the frame matched last stands. */
  textStart = 0
  textEnd = 0

  /** The kind of delta in a frame (bytes `start` to `end`) that is like the one learnt; undefined: it must be parsed. */
  match(bytes: Buffer, start: number, end: number, event: string | undefined): Delta['type'] | undefined {
    const before = this.#before.length
    const after = this.#after.length
    if (this.#type === undefined || end - start <= before + after || event !== this.#event) return undefined
    // The end differs first when a frame is of another kind.
    if (bytes.compare(this.#after, 0, after, end - after, end) !== 0) return undefined
    if (bytes.compare(this.#before, 0, before, start, start + before) !== 0) return undefined
    this.textStart = start + before
    this.textEnd = end - after
    return isPlain(bytes, this.textStart, this.textEnd) ? this.#type : undefined
  }

  /**
   * Learns from a parsed frame and what it said. Any other kind of frame may have changed what the next ones mean (an
   * end, a new block), so what was learnt before it is forgotten.
   */
  learn(data: string, event: string | undefined, events: readonly ReplyEvent[]): void {
    this.#type = undefined
    const delta = onlyDelta(events)
    if (!delta || !plain.test(delta.text)) return
    const quoted = `"${delta.text}"`
    const at = data.indexOf(quoted)
    // Twice the same string: which of them is the text cannot be told.
    if (at < 0 || at !== data.lastIndexOf(quoted)) return
    this.#before = Buffer.from(data.slice(0, at + 1))
    this.#after = Buffer.from(data.slice(at + quoted.length - 1))
    this.#event = event
    this.#type = delta.type
  }
}

function isPlain(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE || byte === BACKSLASH || byte < SPACE) return false
  }
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
