import type { Ms } from '../core/clock.ts'

/** What one frame of an answer carries. */
export interface Chunk {
  /** `tool`: a piece of the arguments of a call, which are JSON text. */
  readonly kind: 'reasoning' | 'content' | 'tool'
  readonly text: string
  readonly tokens: number
  /** Of arguments: the number of their call, from 0 on. */
  readonly call?: number
  /** When it is due, since the request had arrived. */
  readonly atMs: Ms
}

/** An answer before any wire format: what is said, and when. */
export interface Answer {
  /** Unique in one simulated relay: hexadecimal digits, for a dialect to put its prefix before. */
  readonly id: string
  /** Unix time in seconds. */
  readonly created: number
  readonly model: string
  readonly ttftMs: Ms
  /** In order of time; may be endless, so it is read at most once. */
  readonly chunks: Iterable<Chunk>
  readonly finish: 'stop' | 'length' | 'tool'
  /** The functions whose arguments the `tool` chunks are, by number of the call. */
  readonly toolNames: readonly string[]
}

/** Unique in one simulated relay: that of the answer, and for its later calls their number. */
export const callId = ({ id }: Answer, call: number): string => (call === 0 ? id : `${id}${call}`)

/** Tokens said so far, by kind. */
export type Counts = Record<Chunk['kind'], number>

export const noTokens = (): Counts => ({ reasoning: 0, content: 0, tool: 0 })

/** So many times each count, in whole tokens. */
export const times = ({ reasoning, content, tool }: Counts, factor: number): Counts => ({
  reasoning: Math.round(reasoning * factor),
  content: Math.round(content * factor),
  tool: Math.round(tool * factor),
})

/** Tokens of an answer that are not reasoning. */
export const outputOf = ({ content, tool }: Counts): number => content + tool

/** Everything an answer says, added up. Never call it on an endless one. */
export function spoken(answer: Answer): {
  readonly text: Record<Chunk['kind'], string>
  /** Arguments, by number of the call. */
  readonly calls: readonly string[]
  readonly tokens: Counts
} {
  const text = { reasoning: '', content: '', tool: '' }
  const calls: string[] = []
  const tokens = noTokens()
  for (const chunk of answer.chunks) {
    text[chunk.kind] += chunk.text
    if (chunk.call !== undefined) calls[chunk.call] = (calls[chunk.call] ?? '') + chunk.text
    tokens[chunk.kind] += chunk.tokens
  }
  return { text, calls, tokens }
}
