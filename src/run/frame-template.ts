import type { ReplyEvent } from '../protocols/protocol.ts'

type Delta = Extract<ReplyEvent, { type: 'text' | 'reasoning' }>

/** What a frame that is like the last one adds: the same kind of delta, another text. */
export interface LikeFrame {
  readonly type: Delta['type']
  readonly text: string
}

/** A text that JSON writes as it is: nothing escaped, so it can be cut out of the frame. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
const plain = /^[^"\\\u0000-\u001f]+$/

/**
 * Nearly all frames of a stream differ from the one before in one string only. When a frame had a delta and nothing
 * else, the next one that has the same bytes around that string says the same about another text: it need not be
 * parsed. That holds whatever the protocol; any other frame is parsed as ever.
 */
export class FrameTemplate {
  #before = ''
  #after = ''
  #type: Delta['type'] | undefined

  /** The delta of a frame that is like the one learnt, or undefined when it must be parsed. */
  match(data: string): LikeFrame | undefined {
    if (this.#type === undefined || !data.startsWith(this.#before) || !data.endsWith(this.#after))
      return undefined
    const text = data.slice(this.#before.length, data.length - this.#after.length)
    return plain.test(text) ? { type: this.#type, text } : undefined
  }

  /**
   * Learns from a parsed frame and what it said. Any other kind of frame may have changed what the next ones mean (an
   * end, a new block), so what was learnt before it is forgotten.
   */
  learn(data: string, events: readonly ReplyEvent[]): void {
    this.#type = undefined
    const delta = onlyDelta(events)
    if (!delta || !plain.test(delta.text)) return
    const quoted = `"${delta.text}"`
    const at = data.indexOf(quoted)
    // Twice the same string: which of them is the text cannot be told.
    if (at < 0 || at !== data.lastIndexOf(quoted)) return
    this.#before = data.slice(0, at + 1)
    this.#after = data.slice(at + quoted.length - 1)
    this.#type = delta.type
  }
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
