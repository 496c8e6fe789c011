import type { Ms } from '../../core/clock.ts'
import type { Observation } from '../../core/observation.ts'
import { limitWords as limits, differenceWords as why } from '../../words/definitions.ts'
import type { Definition } from './definition.ts'
import { answerFrameGaps } from './frames.ts'
import { afterFirst, cleanStream, sinceStart, usageTokens } from './stamps.ts'

const ttft = (observation: Observation): Ms | undefined =>
  sinceStart(observation, observation.timeline.firstFrame)

/** A stream without a token ends at its first frame, as far as our stamps tell. */
const e2el = (observation: Observation): Ms | undefined =>
  sinceStart(observation, observation.timeline.lastToken ?? observation.timeline.firstFrame)

/** (E2EL − TTFT) / (N − 1), of answers with more than one token. */
const tpot = (observation: Observation): Ms | undefined =>
  afterFirst(e2el(observation), ttft(observation), usageTokens(observation))

/** An error alone is no frame of an answer; one after the answer began goes unseen. */
function counts(observation: Observation): boolean {
  const { timeline, reply } = observation
  const began = timeline.firstToken !== undefined || (timeline.firstFrame !== undefined && !reply.error)
  return cleanStream(observation) && began
}

/**
 * `vllm bench serve`.
 * @see https://github.com/vllm-project/vllm vllm/benchmarks/lib/endpoint_request_func.py (02cfb534),
 * `async_request_openai_chat_completions`; vllm/benchmarks/serve.py (009e6d4a), `calculate_metrics`
 */
export const vllm: Definition = {
  id: 'vllm',
  tool: 'vLLM bench',
  source: 'vllm 02cfb534 and 009e6d4a, 2026',
  protocols: ['openai-chat'],
  quantiles: 'linear',
  levels: [0.5, 0.99],
  counts,
  metrics: [
    {
      kind: 'each',
      id: 'ttft',
      name: 'TTFT',
      unit: 'ms',
      ours: 'ttft',
      why: [why.roleFrame, why.dialInside],
      limits: [limits.anyFirstFrame],
      value: ttft,
    },
    {
      kind: 'each',
      id: 'tpot',
      name: 'TPOT',
      unit: 'ms',
      ours: 'tpot',
      why: [why.nMinusOne, why.fromRoleFrame, why.hiddenReasoning],
      limits: [limits.finishFrame, limits.noTokenizer],
      value: tpot,
    },
    {
      kind: 'gaps',
      id: 'itl',
      name: 'ITL',
      unit: 'ms',
      ours: 'icl',
      why: [why.gapsOfFrames, why.roleGap],
      limits: [limits.sharedReads, limits.finishFrame],
      gaps: answerFrameGaps,
    },
    {
      kind: 'each',
      id: 'e2el',
      name: 'E2EL',
      unit: 'ms',
      ours: 'e2e',
      why: [why.dialInside, why.lastAnswerFrame],
      limits: [limits.finishFrame],
      value: e2el,
    },
  ],
  throughput: { name: 'Output token throughput', tokens: usageTokens, limits: [limits.window] },
  why: [why.linear, why.successWithoutCheck],
  limits: [limits.ownDelay],
}
