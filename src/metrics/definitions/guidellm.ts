import type { Ms } from '../../core/clock.ts'
import type { Observation } from '../../core/observation.ts'
import { limitWords as limits, differenceWords as why } from '../../words/definitions.ts'
import { elapsedMs } from '../elapsed.ts'
import type { Definition } from './definition.ts'
import { contentFrames } from './frames.ts'
import { cleanStream, perToken, sinceStart, usageTokens } from './stamps.ts'

/** Tokens by usage, else one for each frame with content. */
const tokens = (observation: Observation, protocol: string): number | undefined =>
  usageTokens(observation) ?? (contentFrames(observation, protocol) || undefined)

/** The stream is left at its end mark, without waiting for the connection. */
const latency = (observation: Observation): Ms | undefined =>
  sinceStart(observation, observation.timeline.done ?? observation.timeline.end)

/** (last token − start) / N: the wait for the first token is inside. Without a token the end of the stream stands in. */
const tpot = (observation: Observation, protocol: string): Ms | undefined => {
  const span = sinceStart(observation, observation.timeline.lastToken) ?? latency(observation)
  return perToken(span, tokens(observation, protocol))
}

/** (last token − first token) / (N − 1). */
const itl = (observation: Observation, protocol: string): Ms | undefined => {
  const { firstToken, lastToken } = observation.timeline
  return perToken(elapsedMs(firstToken, lastToken), (tokens(observation, protocol) ?? 0) - 1)
}

/** An answer must hold text or a tool call, or report output tokens; an error in the stream is one. */
function counts(observation: Observation): boolean {
  const { reply } = observation
  const says = reply.textLength > 0 || reply.toolCalls.length > 0 || usageTokens(observation) !== undefined
  return cleanStream(observation) && reply.error === undefined && says
}

/**
 * guidellm. A missing figure counts as 0 there (`or 0.0`); for TPOT and ITL its weight is 0, so only the other
 * figures of such an answer show.
 * @see https://github.com/vllm-project/guidellm ee7a7745: schemas/request_stats.py, schemas/statistics.py
 * (`DistributionSummary.from_values`, `Percentiles.from_pdf`), benchmark/schemas/metrics.py, backends/openai/http.py
 */
export const guidellm: Definition = {
  id: 'guidellm',
  tool: 'guidellm',
  source: 'guidellm ee7a7745, 2026',
  protocols: ['openai-chat', 'openai-responses'],
  quantiles: 'inverse-cdf',
  levels: [0.5, 0.95],
  counts,
  metrics: [
    {
      kind: 'each',
      id: 'ttft',
      name: 'TTFT',
      unit: 'ms',
      ours: 'ttft',
      why: [why.dialInside, why.zeroIfNone],
      limits: [limits.wallClock, limits.refusal],
      value: (observation) => sinceStart(observation, observation.timeline.firstToken) ?? 0,
    },
    {
      kind: 'each',
      id: 'ttfot',
      name: 'TTFOT',
      unit: 'ms',
      ours: 'ttfo',
      why: [why.dialInside, why.zeroIfNone],
      limits: [limits.wallClock, limits.refusal],
      value: (observation) => sinceStart(observation, observation.timeline.firstOutput) ?? 0,
    },
    {
      kind: 'each',
      id: 'itl',
      name: 'ITL',
      unit: 'ms',
      ours: 'tpot',
      why: [why.nMinusOne, why.weighted, why.hiddenReasoning, why.framesIfNoUsage, why.zeroIfNone],
      limits: [limits.framesEstimated],
      value: (observation, protocol) => itl(observation, protocol) ?? 0,
      weight: (observation, protocol) => Math.max(0, (tokens(observation, protocol) ?? 1) - 1),
    },
    {
      kind: 'each',
      id: 'tpot',
      name: 'TPOT',
      unit: 'ms',
      ours: 'tpot',
      why: [why.tpotWithTtft, why.weighted, why.hiddenReasoning, why.framesIfNoUsage],
      limits: [limits.framesEstimated, limits.wallClock],
      value: tpot,
      weight: (observation, protocol) => tokens(observation, protocol) ?? 0,
    },
    {
      kind: 'each',
      id: 'request-latency',
      name: 'Request Latency',
      unit: 'ms',
      ours: 'e2e',
      why: [why.dialInside, why.endMark],
      limits: [limits.wallClock],
      value: (observation) => latency(observation) ?? 0,
    },
  ],
  throughput: { name: 'Output Tokens Per Sec', tokens, limits: [limits.window, limits.rateOverTime] },
  why: [why.inverseCdf, why.successWithText],
  limits: [limits.ownDelay],
}
