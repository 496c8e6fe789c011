import type { z } from 'zod'
import { type Ms, unixSeconds } from '../core/clock.ts'
import type { Answer, Chunk } from './answer.ts'
import type { Ask } from './dialects/dialect.ts'
import { drawLatency, type Latency } from './latency.ts'
import { tokensOf } from './mind/tokens.ts'
import { prose } from './prose.ts'
import { randomFor } from './random.ts'
import { type Call, composeCall, type toolCallsSchema } from './tools.ts'

/** The settings that make an answer; a configuration has them all. */
export interface AnswerSettings {
  readonly seed: number
  readonly ttft_ms: Latency
  readonly token_ms: Latency
  readonly output_tokens: number
  readonly reasoning_tokens: number
  readonly tokens_per_chunk: number
  readonly tool_calls: z.output<typeof toolCallsSchema>
}

/** What a mind has to say: a text, or calls of tools. */
export interface Saying {
  readonly text: string | undefined
  readonly calls: readonly Call[]
}

/**
 * The answer to the nth request: the same text and times for the same seed. A call is never cut by the request's
 * limit, since half of its arguments can't be written as a whole answer; it is not begun where reasoning took it all.
 * @param said what a mind says or calls; absent: prose, and calls by habit
 */
export function composeAnswer(settings: AnswerSettings, ask: Ask, nth: number, said?: Saying): Answer {
  const pieces = said?.text === undefined ? undefined : tokensOf(said.text)
  const wanted = settings.reasoning_tokens + (pieces?.length ?? settings.output_tokens)
  const granted = Math.min(wanted, ask.maxTokens ?? wanted)
  const reasoning = Math.min(settings.reasoning_tokens, granted)
  const offered = granted < settings.reasoning_tokens ? undefined : ask.offer
  const habit = offered && composeCall(settings.tool_calls, offered, randomFor(settings.seed, nth, 'tools'))
  const calls = said?.calls ?? (habit ? [habit] : [])
  const ttftMs = drawLatency(settings.ttft_ms, nth, randomFor(settings.seed, nth, 'latency'))
  return {
    id: randomFor(settings.seed, nth, 'identity').hex(24),
    created: unixSeconds(),
    model: ask.model,
    ttftMs,
    chunks: [
      ...chunksFor(settings, nth, {
        reasoning,
        content: calls.length > 0 ? 0 : granted - reasoning,
        calls: calls.map((call) => call.pieces),
        ...(pieces && { pieces }),
        ttftMs,
      }),
    ],
    finish: calls.length > 0 ? 'tool' : granted < wanted ? 'length' : 'stop',
    toolNames: calls.map(({ name }) => name),
  }
}

/** The same answer, but its content never comes to an end. */
export const endless = (settings: AnswerSettings, answer: Answer, nth: number): Answer => ({
  ...answer,
  finish: 'stop',
  toolNames: [],
  chunks: chunksFor(settings, nth, {
    reasoning: settings.reasoning_tokens,
    content: Number.POSITIVE_INFINITY,
    calls: [],
    ttftMs: answer.ttftMs,
  }),
})

interface Lengths {
  readonly reasoning: number
  readonly content: number
  /** Pieces of the arguments of each. */
  readonly calls: readonly (readonly string[])[]
  /** The content, token by token; absent: prose without end. */
  readonly pieces?: readonly string[]
  readonly ttftMs: Ms
}

/** A run of chunks of one kind. */
interface Source {
  readonly kind: Chunk['kind']
  readonly tokens: number
  /** Token by token. */
  readonly texts: Iterator<string>
  readonly call?: number
}

/** Due times are sums from the start, so that a late timer delays one chunk and not all that follow. */
function* chunksFor(settings: AnswerSettings, nth: number, lengths: Lengths): Generator<Chunk> {
  const words = prose(randomFor(settings.seed, nth, 'text'))
  const sources: readonly Source[] = [
    { kind: 'reasoning', tokens: lengths.reasoning, texts: words },
    { kind: 'content', tokens: lengths.content, texts: lengths.pieces?.values() ?? words },
    ...lengths.calls.map((texts, call) => ({
      kind: 'tool' as const,
      tokens: texts.length,
      texts: texts.values(),
      call,
    })),
  ]
  const gaps = randomFor(settings.seed, nth, 'gaps')
  let atMs = lengths.ttftMs
  let sent = 0
  for (const { kind, tokens: all, texts, call } of sources) {
    for (let left = all; left > 0; left -= settings.tokens_per_chunk) {
      const tokens = Math.min(left, settings.tokens_per_chunk)
      // The first chunk is due at the TTFT whatever it holds; each later one after the gaps of its own tokens.
      if (sent > 0)
        for (let i = 0; i < tokens; i++) atMs += drawLatency(settings.token_ms, sent - 1 + i, gaps)
      const text = Array.from({ length: tokens }, () => texts.next().value ?? '').join('')
      yield { kind, text, tokens, atMs, ...(call !== undefined && { call }) }
      sent += tokens
    }
  }
}
