import { type Ms, toMicrosecond } from '../core/clock.ts'
import type { Observation } from '../core/observation.ts'
import { dialMs } from './dial.ts'
import { elapsedMs } from './elapsed.ts'

/** Time to first byte of the body: firstByte − sent. */
export const ttfbMs = ({ timeline }: Observation): Ms | undefined =>
  elapsedMs(timeline.sent, timeline.firstByte)

/** Time to first frame: firstFrame − sent. A frame that only names a role counts, so this is not a first token. */
export const ttffMs = ({ timeline }: Observation): Ms | undefined =>
  elapsedMs(timeline.sent, timeline.firstFrame)

/** Time to first token on a warm connection: firstToken − sent. A keep-alive or a role-only frame is not a token. */
export const ttftMs = ({ timeline, connection }: Observation): Ms | undefined =>
  connection?.reused === true ? elapsedMs(timeline.sent, timeline.firstToken) : undefined

/** Time to first token on a connection that had to be dialled: firstToken − started. */
export const ttftColdMs = ({ timeline, connection }: Observation): Ms | undefined =>
  connection?.reused === false ? elapsedMs(timeline.started, timeline.firstToken) : undefined

/** Time to first output that a person sees, reasoning left out, on a warm connection: firstOutput − sent. */
export const ttfoMs = ({ timeline, connection }: Observation): Ms | undefined =>
  connection?.reused === true ? elapsedMs(timeline.sent, timeline.firstOutput) : undefined

/**
 * End to end: lastToken − sent for a stream, end − sent for a whole answer. Dialling is outside of it.
 * Only a successful exchange has one; that is for the caller to know, as the stamps do not say it.
 */
export const e2eMs = ({ streaming, timeline }: Observation): Ms | undefined =>
  elapsedMs(timeline.sent, streaming ? timeline.lastToken : timeline.end)

/** What a stream still takes after its last token until the protocol's own end mark: done − lastToken. */
export const tailMs = ({ timeline }: Observation): Ms | undefined =>
  elapsedMs(timeline.lastToken, timeline.done)

/**
 * How late we were: sent − due on a warm connection. On a cold one the time spent dialling is the relay's and the
 * network's, not ours, and is taken off; so is the time for which a probe with a time of arrival found no free lane
 * or was held back by the relay's own limits. Never below 0: a timer may fire a fraction of a millisecond early.
 */
export const lagMs = (observation: Observation): Ms | undefined => {
  const whole = scheduleLagMs(observation)
  return whole === undefined ? undefined : Math.max(0, toMicrosecond(whole - (observation.heldMs ?? 0)))
}

/** How late it was sent, whoever is to blame, dialling taken off: sent − due. Never below 0. */
export function scheduleLagMs({
  timeline: { due, sent, ...stamps },
  connection,
}: Observation): Ms | undefined {
  if (sent === undefined || connection === undefined) return undefined
  const dialled = connection.reused ? 0 : (dialMs(stamps) ?? 0)
  return Math.max(0, toMicrosecond(sent - due - dialled))
}

/**
 * Response time to the first token, of a probe that has a time of arrival: firstToken − due, dialling included. It is
 * what a user waits who came at that time; without it a relay that lets requests queue up looks fast
 * (coordinated omission).
 */
export const ttftFromDueMs = ({ timeline, heldMs }: Observation): Ms | undefined =>
  heldMs === undefined ? undefined : elapsedMs(timeline.due, timeline.firstToken)

/** Response time of the whole answer: lastToken − due for a stream, end − due otherwise. */
export const e2eFromDueMs = ({ streaming, timeline, heldMs }: Observation): Ms | undefined =>
  heldMs === undefined ? undefined : elapsedMs(timeline.due, streaming ? timeline.lastToken : timeline.end)
