import type { Ask } from '../core/ask.ts'
import { parseJson } from '../core/json.ts'
import { UserError } from '../core/text.ts'
import { fetchBody } from './fetch-body.ts'
import type { ProbeLane } from './probe-lane.ts'
import { type Target, wireRequest } from './target.ts'

/** What an endpoint that counts tokens said. */
export interface TokenCount {
  readonly status: number | undefined
  /** Tokens of the prompt; undefined when the answer holds no count. */
  readonly inputTokens: number | undefined
  readonly body: string
}

/**
 * Asks a relay's own counting endpoint for the tokens of a prompt; no model answers, and most vendors charge nothing.
 * @throws UserError for a protocol that has no such endpoint.
 */
export async function countTokens(
  target: Target,
  lane: ProbeLane,
  ask: Ask,
  signal: AbortSignal,
): Promise<TokenCount> {
  const { counting, id } = target.protocol
  if (!counting)
    throw new UserError({ en: `${id} has no endpoint that counts tokens`, zh: `${id} 没有计数 token 的接口` })
  const { connectMs, totalMs } = target.timeouts
  const { result, text } = await fetchBody(
    lane,
    wireRequest(target, counting.request(ask)),
    totalMs,
    connectMs,
    signal,
  )
  return { status: result.status, inputTokens: counting.read(parseJson(text)), body: text }
}
