import type { Ms } from './clock.ts'
import type { CallLabel, QuestionLabel, StepLabel } from './plan.ts'

/**
 * When each thing happened: ms since the session began, monotonic. A stamp is absent, never 0, when the exchange
 * never got that far. A frame's stamp is that of the socket read which completed it, taken before decoding.
 */
export interface Timeline {
  /** When the plan wanted it sent. */
  readonly due: Ms
  /** When work on it began; dialling, if any, follows. */
  readonly started: Ms
  readonly dns?: Ms
  readonly tcp?: Ms
  readonly tls?: Ms
  /** The request was handed to the socket. */
  readonly sent?: Ms
  readonly headers?: Ms
  /** First byte of the body. */
  readonly firstByte?: Ms
  /** First data frame of a stream, whatever it holds; a comment is not one. */
  readonly firstFrame?: Ms
  /** First non-empty reasoning, content, tool-argument or refusal delta. */
  readonly firstToken?: Ms
  /** First of them that a person sees: not reasoning. */
  readonly firstOutput?: Ms
  readonly lastToken?: Ms
  /** The protocol's own end mark. */
  readonly done?: Ms
  readonly end: Ms
}

export type TimeoutPhase = 'connect' | 'first-token' | 'idle' | 'total'
export type LimitKind = 'line' | 'event' | 'body' | 'headers' | 'decompressed'
export type NetworkStage = 'dns' | 'tcp' | 'tls' | 'proxy' | 'request' | 'response'

/** How the exchange ended on the wire; what the relay said in it is in {@link Reply}. */
export type Ending =
  | { readonly type: 'complete' }
  | {
      readonly type: 'failed'
      readonly stage: NetworkStage
      readonly code: string
      readonly detail: string
      /** The failure struck a reused connection before any answer: the relay had closed it, a race nobody is to blame for. */
      readonly stale: boolean
    }
  | { readonly type: 'timeout'; readonly phase: TimeoutPhase; readonly limitMs: Ms }
  | { readonly type: 'limit'; readonly limit: LimitKind; readonly limitBytes: number }
  | { readonly type: 'cancelled' }

export interface ConnectionFacts {
  /** Warm: it was open before. */
  readonly reused: boolean
  readonly remoteAddress?: string
  readonly family?: 4 | 6
  readonly alpn?: string
  readonly tlsVersion?: string
  /** Host of the proxy that carried it. */
  readonly proxy?: string
}

export interface HttpFacts {
  readonly status: number
  readonly contentType?: string
  /** Retry-After, resolved when it arrived. */
  readonly retryAfterMs?: Ms
  /** Origin that a 3xx pointed to; another origin is never followed. */
  readonly redirectTo?: string
  /** Path of a redirect within the same origin, without its query. */
  readonly redirectPath?: string
  /** Headers that tell who answered (server, cf-ray, request ids, rate limits), lower-case names. */
  readonly headers: Readonly<Record<string, string>>
}

export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'error' | 'other'

/** Token counts as the relay reports them, with one meaning for all protocols; absent where it says nothing. */
export interface Usage {
  /** All input tokens, cached ones included. */
  readonly inputTokens?: number
  /** Output tokens as the relay counts them: most include reasoning, some (xAI) leave it out. */
  readonly outputTokens?: number
  readonly reasoningTokens?: number
  readonly cachedInputTokens?: number
  readonly cacheWriteTokens?: number
  /** The relay's own object. */
  readonly raw: unknown
}

export interface ToolCall {
  readonly id?: string
  readonly name: string
  /** JSON text as sent, whatever it is worth. */
  readonly arguments: string
}

/** An error that the relay itself reported, in a body or in a frame. */
export interface RelayError {
  readonly message: string
  readonly type?: string
  readonly code?: string
  /** The status of the relay's own upstream, where the body leaks it. */
  readonly upstreamStatus?: number
}

/** What the relay said. Text from outside, with keys removed and nothing else changed. */
export interface Reply {
  /** Journals keep the beginning; `textLength` and `reasoningLength` count all of it, in UTF-16 units. */
  readonly text: string
  readonly textLength: number
  readonly reasoning: string
  readonly reasoningLength: number
  readonly refusal?: string
  readonly toolCalls: readonly ToolCall[]
  /** Answers that a whole body held, where it held more than the one that is read, or told how likely tokens were. */
  readonly answers?: number
  /** Whether it told that; absent as `answers` is. */
  readonly logprobs?: boolean
  /** Length of the vector, where an embedding was asked for. */
  readonly dimensions?: number
  readonly finishReason?: { readonly unified: FinishReason; readonly raw: string }
  readonly usage?: Usage
  /** The model that the relay says answered. */
  readonly model?: string
  readonly id?: string
  readonly error?: RelayError
  /** Set when the answer could not be read as what the protocol promises. */
  readonly malformed?: string
  /** What kind of body came. */
  readonly shape: 'stream' | 'whole' | 'html' | 'text' | 'empty'
  /** First bytes of a body that was not understood, for the person who debugs it. */
  readonly excerpt?: string
}

/** What the socket reads that carried tokens looked like. */
export interface StreamFacts {
  readonly bytes: number
  /** Socket reads that carried body bytes. */
  readonly reads: number
  readonly frames: number
  readonly comments: number
  /** Stamps of the reads that carried tokens, as µs since the one before; the first since `sent`. */
  readonly tokenReadsUs: readonly number[]
  /** Characters of delta text that each of these reads carried. */
  readonly tokenReadChars: readonly number[]
}

/** One request made and what came of it: facts only. Every planned probe yields one per attempt. */
export interface Observation {
  readonly type: 'observation'
  readonly probeId: string
  /** 1, 2, …: a retry is a second observation, never hidden. */
  readonly attempt: number
  readonly cellId: string
  readonly round: number
  readonly warmup: boolean
  /** Which process made it: stamps of different sessions are on different clocks. */
  readonly session: number
  /** The name that was sent. */
  readonly modelId: string
  /** Set when another attempt of the same probe follows, and why: "stale-connection" or the adjustment made. */
  readonly retry?: string
  /** Request fields left out or renamed because this relay refused them before. */
  readonly adjustments: readonly string[]
  /** What was to be asked for and has no field in the protocol; absent: nothing. */
  readonly unsaid?: readonly string[]
  /** Whether an answer is asked for in frames. */
  readonly streaming: boolean
  readonly timeline: Timeline
  readonly ending: Ending
  readonly connection?: ConnectionFacts
  readonly http?: HttpFacts
  readonly reply: Reply
  readonly stream: StreamFacts
  /** What the budget counts it as having cost, at the prices of the plan; absent outside of runs. */
  readonly costUsd?: number
  /** Longest event-loop stall seen while it was in flight: our own fault. */
  readonly loopStallMs: Ms
  /**
   * Only where probes have times of arrival: how long after `due` no lane was free for it, or the relay's own limits
   * held it back. The rest of its lag is ours.
   */
  readonly heldMs?: Ms
  /** Only in a ladder. */
  readonly step?: StepLabel
  /** Only in an audit. */
  readonly question?: QuestionLabel
  /** Only where a policy routes requests. */
  readonly call?: CallLabel
}
