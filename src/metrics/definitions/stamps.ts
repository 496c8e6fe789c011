import type { Ms } from '../../core/clock.ts'
import type { Observation } from '../../core/observation.ts'
import { elapsedMs } from '../elapsed.ts'
import { believable } from '../tokens.ts'

/**
 * Since the call to the HTTP library, which is where these tools start their clocks: dialling is inside. Our `started`
 * is the moment before dialling; no probe waits for a connection of a pool.
 */
export const sinceStart = ({ timeline }: Observation, to: Ms | undefined): Ms | undefined =>
  elapsedMs(timeline.started, to)

/** Tokens of the answer as the relay reports them, hidden reasoning included; 0 counts as not reported, as in Python. */
export const usageTokens = ({ reply }: Observation): number | undefined =>
  believable(reply.usage?.outputTokens) || undefined

/** A stream with status 200 that was read to its end: no exception in the tool's client. */
export const cleanStream = ({ http, ending, reply, streaming }: Observation): boolean =>
  streaming && http?.status === 200 && ending.type === 'complete' && reply.shape === 'stream'

/** (whole − first) / (N − 1), of answers with more than one token: the time from the first token on. */
export function afterFirst(
  whole: Ms | undefined,
  first: Ms | undefined,
  tokens: number | undefined,
): Ms | undefined {
  if (whole === undefined || first === undefined || tokens === undefined) return undefined
  return perToken(whole - first, tokens - 1)
}

/** A span divided by tokens; undefined for none. */
export const perToken = (spanMs: Ms | undefined, tokens: number | undefined): Ms | undefined =>
  spanMs === undefined || tokens === undefined || tokens <= 0 ? undefined : spanMs / tokens
