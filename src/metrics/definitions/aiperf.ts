import type { Ms } from '../../core/clock.ts'
import type { Observation } from '../../core/observation.ts'
import { limitWords as limits, differenceWords as why } from '../../words/definitions.ts'
import type { Definition } from './definition.ts'
import { contentFrameGaps } from './frames.ts'
import { afterFirst, cleanStream, sinceStart, usageTokens } from './stamps.ts'

const ttft = (observation: Observation): Ms | undefined =>
  sinceStart(observation, observation.timeline.firstToken)

const requestLatency = (observation: Observation): Ms | undefined =>
  sinceStart(observation, observation.timeline.lastToken)

/** (request latency − TTFT) / (output sequence length − 1), of answers with at least two tokens. */
const itl = (observation: Observation): Ms | undefined =>
  afterFirst(requestLatency(observation), ttft(observation), usageTokens(observation))

/** Of an answer that came at once the ITL is 0 and there is no rate. */
function tokensPerSecondPerUser(observation: Observation): number | undefined {
  const ms = itl(observation)
  return ms ? 1000 / ms : undefined
}

/**
 * NVIDIA AIPerf.
 * @see https://github.com/ai-dynamo/aiperf src/aiperf/metrics/types: ttft_metric.py (58028d5b),
 * time_to_first_output_token_metric.py (0b758100), request_latency_metric.py (4f7ccffd),
 * inter_token_latency_metric.py (58dd5dea), inter_chunk_latency_metric.py (58028d5b); metric_dicts.py (0fec57a6)
 */
export const aiperf: Definition = {
  id: 'aiperf',
  tool: 'AIPerf',
  source: 'aiperf 58dd5dea, 58028d5b and 0fec57a6, 2026',
  protocols: ['openai-chat', 'openai-responses', 'anthropic-messages'],
  quantiles: 'linear',
  levels: [0.5, 0.9, 0.99],
  counts: (observation) => cleanStream(observation) && observation.timeline.firstToken !== undefined,
  metrics: [
    {
      kind: 'each',
      id: 'ttft',
      name: 'Time to First Token',
      unit: 'ms',
      ours: 'ttft',
      why: [why.dialInside],
      limits: [limits.firstByteOfFrame, limits.refusal],
      value: ttft,
    },
    {
      kind: 'each',
      id: 'ttfo',
      name: 'Time to First Output Token',
      unit: 'ms',
      ours: 'ttfo',
      why: [why.dialInside],
      limits: [limits.firstByteOfFrame, limits.refusal],
      value: (observation) => sinceStart(observation, observation.timeline.firstOutput),
    },
    {
      kind: 'each',
      id: 'itl',
      name: 'Inter Token Latency',
      unit: 'ms',
      ours: 'tpot',
      why: [why.nMinusOne, why.hiddenReasoning],
      limits: [limits.serverTokens],
      value: itl,
    },
    {
      kind: 'gaps',
      id: 'icl',
      name: 'Inter Chunk Latency',
      unit: 'ms',
      ours: 'icl',
      why: [why.gapsOfFrames],
      limits: [limits.sharedReads, limits.firstByteOfFrame],
      gaps: contentFrameGaps,
    },
    {
      kind: 'each',
      id: 'output-rate',
      name: 'Output Token Throughput Per User',
      unit: 'tok/s',
      ours: 'output-rate',
      why: [why.rateOfItl],
      limits: [limits.serverTokens],
      value: tokensPerSecondPerUser,
    },
    {
      kind: 'each',
      id: 'request-latency',
      name: 'Request Latency',
      unit: 'ms',
      ours: 'e2e',
      why: [why.dialInside],
      limits: [limits.firstByteOfFrame],
      value: requestLatency,
    },
  ],
  throughput: {
    name: 'Output Token Throughput',
    tokens: usageTokens,
    limits: [limits.window, limits.serverTokens],
  },
  why: [why.linear, why.successWithContent],
  limits: [limits.ownDelay],
}
