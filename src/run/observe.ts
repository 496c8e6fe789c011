import type { Ask } from '../core/ask.ts'
import { type Ms, toMicrosecond } from '../core/clock.ts'
import type { Observation, Timeline } from '../core/observation.ts'
import type { Redact } from '../core/secret.ts'
import type { Adjustment } from '../protocols/protocol.ts'
import { unsaidIn } from '../protocols/retreat.ts'
import type { ExchangeStamps } from '../transport/exchange.ts'
import { httpFacts } from './http-facts.ts'
import type { ProbeLane } from './probe-lane.ts'
import { deadlinesOf, type Target, viaProxyOf, wireRequest } from './target.ts'

/** Which request an observation belongs to. */
export type ProbeLabel = Pick<
  Observation,
  'probeId' | 'attempt' | 'cellId' | 'round' | 'warmup' | 'session' | 'heldMs' | 'step' | 'question' | 'call'
>

/** Who wants to know of a probe while it is under way. */
export interface ProbeWatch {
  readonly started: () => void
  /** The first token is there. */
  readonly began: () => void
}

export interface ProbeSetting {
  readonly target: Target
  readonly lane: ProbeLane
  readonly ask: Ask
  readonly adjustments: ReadonlySet<Adjustment>
  /** When the plan wanted it sent, on the process clock. */
  readonly due: Ms
  /** Zero of the session's stamps, on the process clock. */
  readonly origin: Ms
  readonly redact: Redact
  /** How many characters of the answer are kept. */
  readonly keepChars: number
  readonly signal?: AbortSignal
  readonly watch?: ProbeWatch | undefined
}

/** Sends one request and reports what happened. Never throws: a broken relay is a finding, not an exception. */
export async function observe(label: ProbeLabel, setting: ProbeSetting): Promise<Observation> {
  const { target, lane, ask, adjustments, redact } = setting
  const request = wireRequest(target, target.protocol.request(ask, adjustments))
  const reading = {
    protocol: target.protocol.id,
    deadlines: deadlinesOf(target, ask.stream),
    keepChars: setting.keepChars,
  }
  const unsaid = unsaidIn(ask, target.protocol, adjustments)
  const { signal, watch } = setting
  watch?.started()
  const answered = await lane.ask(request, reading, signal, watch?.began)
  const { result, reply, frames, stream, loopStallMs } = answered
  const http = httpFacts(result, target.baseUrl)
  // Only what came from outside can hold a key: the rest is names of ours and numbers.
  return {
    type: 'observation',
    ...label,
    modelId: ask.modelId,
    adjustments: [...adjustments],
    ...(unsaid.length > 0 && { unsaid }),
    streaming: ask.stream,
    timeline: timeline(setting.due, setting.origin, result.stamps, frames),
    ending: redactDeep(result.ending, redact),
    ...(result.connection && { connection: viaProxyOf(target, result.connection) }),
    ...(http && { http: redactDeep(http, redact) }),
    reply: redactDeep(reply, redact),
    stream,
    loopStallMs: toMicrosecond(loopStallMs),
  }
}

type StampName = Exclude<keyof Timeline, 'due' | 'started' | 'end'>
type StampSet = Partial<Record<StampName, Ms>>

const wireStamps = ['dns', 'tcp', 'tls', 'sent', 'headers', 'firstByte'] as const
const frameStamps = ['firstFrame', 'firstToken', 'firstOutput', 'lastToken', 'done'] as const

/** Stamps relative to the session's zero, in whole microseconds; those never reached stay absent. */
export function timeline(due: Ms, origin: Ms, wire: ExchangeStamps, frames: StampSet): Timeline {
  const relative = (at: Ms): Ms => toMicrosecond(at - origin)
  const stamps: Partial<Record<StampName, Ms>> = {}
  for (const name of wireStamps) {
    const at = wire[name]
    if (at !== undefined) stamps[name] = relative(at)
  }
  for (const name of frameStamps) {
    const at = frames[name]
    if (at !== undefined) stamps[name] = relative(at)
  }
  return { due: relative(due), started: relative(wire.started), ...stamps, end: relative(wire.end) }
}

/** Passes every string of a JSON-like value through the filter that takes keys out. */
export function redactDeep<T>(value: T, redact: Redact): T {
  return mapStrings(value, redact) as T
}

/** What holds nothing to take out, nearly everything, is given back as it is rather than copied. */
function mapStrings(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value)
  if (typeof value !== 'object' || value === null || isClean(value, redact)) return value
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, redact))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key), mapStrings(item, redact)]),
  )
}

function isClean(value: unknown, redact: Redact): boolean {
  if (typeof value === 'string') return redact(value) === value
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every((item) => isClean(item, redact))
  for (const key of Object.keys(value))
    if (redact(key) !== key || !isClean(Reflect.get(value, key), redact)) return false
  return true
}
