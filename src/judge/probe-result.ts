import type { Ms } from '../core/clock.ts'
import type { Ending, Observation, Usage } from '../core/observation.ts'
import type { StepLabel } from '../core/plan.ts'
import { iclMs } from '../metrics/cadence.ts'
import { classify } from '../metrics/classify.ts'
import {
  e2eFromDueMs,
  e2eMs,
  lagMs,
  scheduleLagMs,
  ttfoMs,
  ttftColdMs,
  ttftFromDueMs,
  ttftMs,
} from '../metrics/latency.ts'
import type { OutcomeClass } from '../metrics/outcomes.ts'
import { outputTokensPerSecond, tpotMs } from '../metrics/rates.ts'
import { believable } from '../metrics/tokens.ts'

/** The metrics of one successful probe; a failed one has none of them. */
export interface Timings {
  readonly ttftMs: Ms | undefined
  readonly ttftColdMs: Ms | undefined
  readonly ttfoMs: Ms | undefined
  readonly e2eMs: Ms | undefined
  /** Response times: only of probes that have a time of arrival. */
  readonly ttftFromDueMs: Ms | undefined
  readonly e2eFromDueMs: Ms | undefined
  readonly tpotMs: Ms | undefined
  readonly outputTokensPerSecond: number | undefined
  readonly iclMs: readonly Ms[]
}

/** What is left of an observation once it is judged: numbers and short texts. */
export interface ProbeResult {
  readonly probeId: string
  readonly session: number
  readonly attempt: number
  /** Of its cell in the plan. */
  readonly position: number
  readonly round: number
  readonly warmup: boolean
  readonly step: StepLabel | undefined
  /** When it was sent, or begun if it never was. */
  readonly sentMs: Ms
  readonly modelId: string
  readonly outcome: OutcomeClass
  readonly status: number | null
  /** What a failed probe was told, in the relay's words; empty for a successful one. */
  readonly message: string
  readonly lagMs: Ms | undefined
  /** The same, the time included for which no lane was free. */
  readonly scheduleLagMs: Ms | undefined
  readonly timings: Timings | undefined
  readonly usage: TokenCounts | undefined
}

/** Token counts of one answer, as reported. */
interface TokenCounts {
  readonly input: number
  readonly output: number
  readonly reasoning: number
}

/** Judges one observation. @param position that of its cell in the plan */
export function probeResult(observation: Observation, position: number): ProbeResult {
  const { probeId, session, attempt, round, warmup, modelId, reply, http } = observation
  const outcome = classify(observation)
  return {
    probeId,
    session,
    attempt,
    position,
    round,
    warmup,
    step: observation.step,
    sentMs: observation.timeline.sent ?? observation.timeline.started,
    modelId,
    outcome,
    status: http?.status ?? null,
    message: outcome === 'ok' ? '' : failureMessage(observation),
    lagMs: lagMs(observation),
    scheduleLagMs: scheduleLagMs(observation),
    timings: outcome === 'ok' ? timings(observation) : undefined,
    usage: reply.usage && tokenCounts(reply.usage),
  }
}

/** TTFT, TTFO, TPOT and ICL are of streams only: a body that comes whole has one token time, its end. */
function timings(observation: Observation): Timings {
  const streamed = <Value>(metric: (observation: Observation) => Value): Value | undefined =>
    observation.streaming ? metric(observation) : undefined
  return {
    ttftMs: streamed(ttftMs),
    ttftColdMs: streamed(ttftColdMs),
    ttfoMs: streamed(ttfoMs),
    e2eMs: e2eMs(observation),
    ttftFromDueMs: streamed(ttftFromDueMs),
    e2eFromDueMs: e2eFromDueMs(observation),
    tpotMs: streamed(tpotMs),
    outputTokensPerSecond: streamed(outputTokensPerSecond),
    iclMs: streamed(iclMs) ?? [],
  }
}

function tokenCounts({ inputTokens, outputTokens, reasoningTokens }: Usage): TokenCounts | undefined {
  const input = believable(inputTokens)
  const output = believable(outputTokens)
  if (input === undefined && output === undefined) return undefined
  return { input: input ?? 0, output: output ?? 0, reasoning: believable(reasoningTokens) ?? 0 }
}

const longestMessage = 300

function failureMessage({ reply, ending }: Observation): string {
  return clip(reply.error?.message || endingDetail(ending) || reply.malformed || reply.excerpt || '')
}

/** Language-neutral on purpose: what it means is said by the sentence of the outcome class. */
function endingDetail(ending: Ending): string {
  switch (ending.type) {
    case 'failed':
      return ending.detail.includes(ending.code) ? ending.detail : `${ending.code}: ${ending.detail}`
    case 'timeout':
      return `${ending.limitMs} ms`
    case 'limit':
      return `${ending.limit} > ${ending.limitBytes} B`
    case 'complete':
    case 'cancelled':
      return ''
  }
}

/** The first 300 characters, never half of one that takes two code units. */
export const clip = (text: string): string => text.slice(0, longestMessage).replace(/[\ud800-\udbff]$/, '')
