import type { Ms } from '../core/clock.ts'
import type { Observation } from '../core/observation.ts'
import { dialMs } from './dial.ts'
import type { OutcomeClass } from './outcomes.ts'

/** What one request to a relay came to, as a policy looks at it. Times are from its start. */
export interface Sample {
  readonly round: number
  readonly session: number
  /** Of its session. */
  readonly atMs: Ms
  readonly outcome: OutcomeClass
  readonly status: number | undefined
  readonly connectMs: Ms | undefined
  /** Until something came that a caller can use: the first token of a stream, the whole of a body. */
  readonly firstMs: Ms | undefined
  /** Silences in the middle of a stream: when each began, and how long it was; those longer than a second. */
  readonly silences: readonly { readonly fromMs: Ms; readonly ms: Ms }[]
  readonly totalMs: Ms
  readonly costUsd: number | undefined
}

/** Shorter silences are no policy's business. */
const shortestSilenceMs = 1_000

/** An observation as a policy looks at it. */
export function sampleOf(observation: Observation, outcome: OutcomeClass): Sample {
  const { round, session, timeline, streaming, connection, http, stream, costUsd } = observation
  const { started, sent = started, firstToken, end } = timeline
  const first = streaming ? firstToken : outcome === 'ok' ? end : undefined
  return {
    ...{ round, session, outcome, costUsd },
    atMs: started,
    status: http?.status,
    connectMs: connection?.reused === false ? dialMs(timeline) : undefined,
    firstMs: first === undefined ? undefined : first - started,
    silences: streaming ? silencesIn(stream.tokenReadsUs, sent - started) : [],
    totalMs: end - started,
  }
}

function silencesIn(readsUs: readonly number[], sentMs: Ms): Sample['silences'] {
  const found: { readonly fromMs: Ms; readonly ms: Ms }[] = []
  let at = sentMs
  for (const [i, us] of readsUs.entries()) {
    const ms = us / 1000
    if (i > 0 && ms > shortestSilenceMs) found.push({ fromMs: at, ms })
    at += ms
  }
  return found
}
