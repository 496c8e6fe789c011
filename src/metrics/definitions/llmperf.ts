import type { Ms } from '../../core/clock.ts'
import type { Observation } from '../../core/observation.ts'
import { limitWords as limits, differenceWords as why } from '../../words/definitions.ts'
import { believable } from '../tokens.ts'
import type { Definition } from './definition.ts'
import { answerFrames } from './frames.ts'
import { cleanStream, perToken, sinceStart, usageTokens } from './stamps.ts'

/**
 * Where the first non-empty `content` came. Thoughts between think tags are content to it, reasoning in a field of its
 * own is not.
 */
function firstContent({ timeline, reply }: Observation): Ms | undefined {
  if (reply.textLength === 0) return undefined
  return reply.reasoningLength === 0 ? timeline.firstToken : timeline.firstOutput
}

const latency = (observation: Observation): Ms => sinceStart(observation, observation.timeline.end) ?? 0

/** The text's tokens: reported ones, without those of the reasoning. An answer without text has none. */
function textTokens(observation: Observation): number | undefined {
  const { reply } = observation
  if (reply.textLength === 0) return 0
  const all = usageTokens(observation)
  const reasoning = believable(reply.usage?.reasoningTokens) ?? 0
  return all === undefined || reasoning >= all ? undefined : all - reasoning
}

/** The sum of the first wait and of all gaps, which is the last content's time, over all frames of the answer. */
function itl(observation: Observation, protocol: string): Ms | undefined {
  if (observation.reply.textLength === 0) return 0
  return perToken(
    sinceStart(observation, observation.timeline.lastToken),
    answerFrames(observation, protocol) || undefined,
  )
}

/**
 * LLMPerf.
 * @see https://github.com/ray-project/llmperf f1d6bed: src/llmperf/ray_clients/openai_chat_completions_client.py,
 * token_benchmark_ray.py (`get_token_throughput_latencies`, `metrics_summary`)
 */
export const llmperf: Definition = {
  id: 'llmperf',
  tool: 'LLMPerf',
  source: 'llmperf f1d6bed, 2024',
  protocols: ['openai-chat'],
  quantiles: 'linear',
  levels: [0.5, 0.95, 0.99],
  counts: (observation) => cleanStream(observation) && observation.reply.error === undefined,
  metrics: [
    {
      kind: 'each',
      id: 'ttft',
      name: 'ttft_s',
      unit: 'ms',
      ours: 'ttft',
      why: [why.textOnly, why.dialInside, why.zeroIfNone],
      limits: [limits.dialsAlways, limits.textAfterTools],
      value: (observation) => sinceStart(observation, firstContent(observation)) ?? 0,
    },
    {
      kind: 'each',
      id: 'itl',
      name: 'inter_token_latency_s',
      unit: 'ms',
      ours: 'tpot',
      why: [why.itlWithTtft, why.framesAsTokens, why.zeroIfNone],
      limits: [limits.framesEstimated, limits.dialsAlways],
      value: itl,
    },
    {
      kind: 'each',
      id: 'e2e',
      name: 'end_to_end_latency_s',
      unit: 'ms',
      ours: 'e2e',
      why: [why.dialInside, why.streamEnd],
      limits: [limits.dialsAlways],
      value: latency,
    },
    {
      kind: 'each',
      id: 'output-rate',
      name: 'request_output_throughput_token_per_s',
      unit: 'tok/s',
      ours: 'output-rate',
      why: [why.rateWithTtft],
      limits: [limits.llamaTokens, limits.dialsAlways],
      value: (observation) => {
        const [tokens, ms] = [textTokens(observation), latency(observation)]
        return tokens === undefined || ms === 0 ? undefined : (tokens * 1000) / ms
      },
    },
  ],
  throughput: {
    name: 'mean_output_throughput_token_per_s',
    tokens: textTokens,
    limits: [limits.window, limits.llamaTokens],
  },
  why: [why.linear, why.successWithoutError],
  limits: [limits.ownDelay, limits.usageFrame],
}
