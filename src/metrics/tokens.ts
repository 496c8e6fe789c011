import type { Observation, StreamFacts } from '../core/observation.ts'

/** A count above this is not one: no answer is a billion tokens long, and sums have to stay exact. */
const mostTokens = 1_000_000_000

/** A token count as reported, or undefined when it is no count at all. */
export const believable = (count: number | undefined): number | undefined =>
  count !== undefined && Number.isInteger(count) && count >= 0 && count <= mostTokens ? count : undefined

/**
 * N, the tokens that came over the wire: output tokens by usage, without the reasoning tokens when the reasoning was
 * kept back. Undefined when the relay reported none: chunks are never counted in their place.
 */
export function outputTokens({ reply }: Observation): number | undefined {
  const output = believable(reply.usage?.outputTokens)
  if (output === undefined) return undefined
  const hidden = reply.reasoningLength === 0 ? (believable(reply.usage?.reasoningTokens) ?? 0) : 0
  return output > hidden ? output - hidden : undefined
}

/** Characters that a stream's token reads carried; undefined when there were none. */
const totalChars = ({ tokenReadChars }: StreamFacts): number | undefined =>
  tokenReadChars.reduce((sum, chars) => sum + chars, 0) || undefined

/**
 * Tokens of the first read, an estimate: its share of all characters times N, at least 1. Relays report no tokens
 * by read, and a relay that buffers puts many into the first, which cost no time between first and last token.
 */
export function firstReadTokens({ stream }: Observation, tokens: number): number | undefined {
  const total = totalChars(stream)
  return total && Math.max(1, ((stream.tokenReadChars[0] ?? 0) / total) * tokens)
}

/** Share of the characters that came in the largest read, 0…1: 1 means that the relay buffered the whole answer. */
export function largestReadShare({ stream }: Observation): number | undefined {
  const total = totalChars(stream)
  return total && stream.tokenReadChars.reduce((most, chars) => Math.max(most, chars), 0) / total
}
