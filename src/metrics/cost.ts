import type { TokenCounts } from '../core/budget.ts'
import type { Observation, Reply } from '../core/observation.ts'
import { believable } from './tokens.ts'

/** No model reads or writes more in one request: a relay that reports more is not believed. */
const mostTokens = 10_000_000

/** Text of every language and tokenizer has at least one token in so many bytes, or characters, by a wide margin. */
const mostPerToken = 8

/** Stages of a failure in which no request has left. */
const beforeSending: ReadonlySet<string> = new Set(['dns', 'tcp', 'tls', 'proxy'])

/** Whether a relay may have received the request, even in part. */
function mayHaveArrived({ timeline, http, ending }: Observation): boolean {
  if (timeline.sent !== undefined || http !== undefined) return true
  return ending.type === 'failed' && !beforeSending.has(ending.stage)
}

/** A refusal: relays charge for neither redirects nor 4xx. A 5xx may come after the upstream has answered and charged. */
const isRefusal = ({ http }: Observation): boolean =>
  http !== undefined && http.status >= 300 && http.status < 500

/** Usage is final in a body in one piece, and in a stream that said why it ended; before that it counts up. */
const isFinal = ({ ending, reply }: Observation): boolean =>
  ending.type === 'complete' && (reply.shape === 'whole' || reply.finishReason !== undefined)

const tokensIn = (characters: number): number => Math.floor(characters / mostPerToken)

/** Fewest tokens of everything that came, visible or not. */
const receivedTokens = ({ textLength, reasoningLength, refusal = '', toolCalls }: Reply): number =>
  tokensIn(
    textLength +
      reasoningLength +
      refusal.length +
      toolCalls.reduce((sum, call) => sum + call.arguments.length, 0),
  )

const count = (tokens: number | undefined): number | undefined => {
  const believed = believable(tokens)
  return believed !== undefined && believed <= mostTokens ? believed : undefined
}

/**
 * Output tokens as they are charged. Most relays count reasoning among them; where the rest of the count could not hold the
 * visible text, this one leaves it out (xAI does), and it is added.
 */
function chargedOutput({ usage, textLength }: Reply): number | undefined {
  const output = count(usage?.outputTokens)
  if (output === undefined) return undefined
  const reasoning = count(usage?.reasoningTokens) ?? 0
  return output - reasoning < tokensIn(textLength) ? output + reasoning : output
}

/**
 * What a request is counted as having used; undefined when it cost nothing, since it never left or was refused.
 * Reported counts are believed upwards without limit of the reserve, downwards to what was evidently sent and received.
 * A missing or unbelievable count is the reserve, and so is any of an answer that broke off.
 * @param sent most tokens that our prompt can have
 * @param reserve what was set aside for it
 */
export function usedTokens(
  observation: Observation,
  sent: Pick<TokenCounts, 'inputTokens'>,
  reserve: TokenCounts,
): TokenCounts | undefined {
  if (!mayHaveArrived(observation)) return undefined
  const { reply } = observation
  const isVector = reply.dimensions !== undefined
  const input = count(reply.usage?.inputTokens)
  const output = isVector ? 0 : chargedOutput(reply)
  const received = receivedTokens(reply)
  if (isRefusal(observation)) {
    const used = { inputTokens: input ?? 0, outputTokens: Math.max(output ?? 0, received) }
    return used.inputTokens + used.outputTokens > 0 ? used : undefined
  }
  if (isFinal(observation))
    return {
      inputTokens: Math.max(input ?? reserve.inputTokens, isVector ? 0 : tokensIn(sent.inputTokens)),
      outputTokens: Math.max(output ?? reserve.outputTokens, received),
    }
  return {
    inputTokens: Math.max(input ?? 0, reserve.inputTokens),
    outputTokens: Math.max(output ?? 0, received, reserve.outputTokens),
  }
}

/** Counts as reported, 0 where there is none that can be believed. */
export const reportedTokens = ({ reply }: Observation): TokenCounts => ({
  inputTokens: count(reply.usage?.inputTokens) ?? 0,
  outputTokens: chargedOutput(reply) ?? 0,
})

/** The larger of each count. */
export const larger = (a: TokenCounts, b: TokenCounts): TokenCounts => ({
  inputTokens: Math.max(a.inputTokens, b.inputTokens),
  outputTokens: Math.max(a.outputTokens, b.outputTokens),
})
