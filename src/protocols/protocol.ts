import type { Ask } from '../core/ask.ts'
import type { FinishReason, RelayError, Usage } from '../core/observation.ts'

/** A field of the request that a relay refused, and what is done about it: `without:stream_options`, `rename:max_tokens`. */
export type Adjustment = string

/** A field that a request can do without. */
export interface OptionalField {
  readonly name: string
  /** Other words by which refusals mean it. */
  readonly alias?: RegExp
  /** What is asked for with it. */
  readonly carries?: readonly (keyof Ask)[]
}

/** A request without its key: where the key goes is {@link AuthStyle}. Path is relative to the base URL. */
export interface ProtocolRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export type AuthStyle =
  | { readonly style: 'bearer' }
  | { readonly style: 'x-api-key' }
  | { readonly style: 'query'; readonly name: string }
  | { readonly style: 'header'; readonly name: string }

/** What a reply says, in no vendor's words. */
export type ReplyEvent =
  | { readonly type: 'identity'; readonly model?: string; readonly id?: string }
  /** Content as it came. `visible` is false for reasoning that a relay puts into the content. */
  | { readonly type: 'text'; readonly text: string; readonly visible: boolean }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'refusal'; readonly text: string }
  /** A piece of a tool call; pieces of one call share an index. */
  | {
      readonly type: 'tool'
      readonly index: number
      readonly id?: string
      readonly name?: string
      readonly arguments?: string
    }
  /** What a whole body holds beside its first answer: how many answers, and whether it says how likely tokens were. */
  | { readonly type: 'extent'; readonly answers: number; readonly logprobs: boolean }
  /** An embedding. */
  | { readonly type: 'vector'; readonly dimensions: number }
  | { readonly type: 'usage'; readonly usage: Usage }
  | { readonly type: 'finish'; readonly unified: FinishReason; readonly raw: string }
  | { readonly type: 'error'; readonly error: RelayError }
  /** A keep-alive dressed as a frame: the gateway lives, nothing was said. */
  | { readonly type: 'ping' }
  /** Not what the protocol promises; the sentence says why. */
  | { readonly type: 'malformed'; readonly why: string }
  /** The protocol's own end mark: nothing that follows belongs to the answer. */
  | { readonly type: 'end' }

/** Reads one reply, frame by frame. Stateful, single use, no clock and no I/O. Never throws on what a relay sends. */
export interface Reader {
  /** One frame of a stream. */
  frame(data: string, event: string | undefined): readonly ReplyEvent[]
  /** A whole body, parsed. */
  whole(body: unknown): readonly ReplyEvent[]
  /** Whether the protocol said that the answer was finished; without that a stream was cut. */
  readonly complete: boolean
}

/** One wire dialect. To add one: a file that exports this, and a line in `index.ts`. */
export interface Protocol {
  readonly id: string
  readonly auth: AuthStyle
  /** Set when there are no streams in it: a stream is then never asked for. */
  readonly wholeOnly?: true
  /** What can be asked for in words of ours and has no field in it: it is left out of the request. */
  readonly lacks?: readonly (keyof Ask)[]
  /** Fields that a refusal may cost, in the order in which a vague one is answered. */
  readonly optional: readonly OptionalField[]
  /** Where a relay that serves OpenAI at this base URL serves this protocol; absent: at the same one. */
  besideOpenai?(baseUrl: URL): URL
  request(ask: Ask, adjustments: ReadonlySet<Adjustment>): ProtocolRequest
  openReader(): Reader
  /** Which adjustment answers this refusal; undefined when none is left to try. */
  retreat(refusal: RelayError, ask: Ask, adjustments: ReadonlySet<Adjustment>): Adjustment | undefined
  /** Where the vendor counts the tokens of a prompt without answering it. */
  readonly counting?: {
    request(ask: Ask): ProtocolRequest
    /** Input tokens; undefined when the body holds no count. */
    read(body: unknown): number | undefined
  }
  readonly listing: {
    readonly request: ProtocolRequest
    /** Model ids of a listing; undefined when the body is none. */
    read(body: unknown): readonly string[] | undefined
  }
}
