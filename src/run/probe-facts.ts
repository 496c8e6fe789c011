import type { Ms } from '../core/clock.ts'
import type { Observation } from '../core/observation.ts'
import { classify } from '../metrics/classify.ts'
import { e2eMs, ttfoMs, ttftMs } from '../metrics/latency.ts'
import { tpotMs } from '../metrics/rates.ts'
import { isCounted } from '../metrics/reliability.ts'

/** The times that can be waited for to be precise. */
export interface Times {
  readonly ttft?: Ms | undefined
  readonly ttfo?: Ms | undefined
  readonly e2e?: Ms | undefined
  readonly tpot?: Ms | undefined
}

/** What one counted probe says for the rules that end a cell: a few numbers, so that a resumed run can hold them all. */
export interface ProbeFacts {
  readonly cellId: string
  readonly round: number
  /** Whether it is in the denominator of availability. */
  readonly counted: boolean
  readonly ok: boolean
  readonly times: Times
}

/** Successful probes alone have times, and bodies that come whole have no token times: as in the report. */
export function probeFacts(observation: Observation): ProbeFacts {
  const { cellId, round } = observation
  const outcome = classify(observation)
  const ok = outcome === 'ok'
  return { cellId, round, counted: isCounted(outcome), ok, times: ok ? timesOf(observation) : {} }
}

function timesOf(observation: Observation): Times {
  const e2e = e2eMs(observation)
  if (!observation.streaming) return { e2e }
  return { ttft: ttftMs(observation), ttfo: ttfoMs(observation), e2e, tpot: tpotMs(observation) }
}
