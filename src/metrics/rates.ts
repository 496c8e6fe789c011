import { type Ms, toMicrosecond } from '../core/clock.ts'
import type { Observation } from '../core/observation.ts'
import { toThousandth } from '../core/round.ts'
import { elapsedMs } from './elapsed.ts'
import { e2eMs } from './latency.ts'
import { firstReadTokens, outputTokens } from './tokens.ts'

/** Below these a rate says more about buffering than about the model. */
const fewestTokens = 8
const fewestReads = 3

/**
 * Time per output token: (lastToken − firstToken) / (N − tokens of the first read), in ms to the microsecond.
 * Undefined below 8 tokens or 3 reads.
 */
export function tpotMs(observation: Observation): Ms | undefined {
  const { timeline, stream } = observation
  const tokens = outputTokens(observation)
  const span = elapsedMs(timeline.firstToken, timeline.lastToken)
  if (tokens === undefined || span === undefined) return undefined
  if (tokens < fewestTokens || stream.tokenReadsUs.length < fewestReads) return undefined
  const first = firstReadTokens(observation, tokens)
  return first === undefined || first >= tokens ? undefined : toMicrosecond(span / (tokens - first))
}

/** Output rate in tokens per second, the wait for the first token left out: 1 / TPOT. */
export function outputTokensPerSecond(observation: Observation): number | undefined {
  const tpot = tpotMs(observation)
  return tpot ? toThousandth(1000 / tpot) : undefined
}

/** End-to-end rate in tokens per second, the wait for the first token included: N / E2E. */
export function endToEndTokensPerSecond(observation: Observation): number | undefined {
  const tokens = outputTokens(observation)
  const e2e = e2eMs(observation)
  return tokens && e2e ? toThousandth((tokens * 1000) / e2e) : undefined
}
