import type { Ms } from '../core/clock.ts'
import type { Mode, Plan } from '../core/plan.ts'
import { type PrecisionTarget, parseTarget } from '../core/until.ts'
import type { Profile, ProfileRelay } from '../schema/profile.ts'
import { lanesFor } from './shape.ts'

/** Every default that a profile leaves open, in one place. `docs/profile.md` repeats them. */
const defaults = {
  requests: 20,
  requestsUntil: 500,
  concurrency: 2,
  warmup: 1,
  maxOutputTokens: 256,
  connectSeconds: 10,
  firstTokenSeconds: 60,
  idleSeconds: 60,
  totalSeconds: 180,
} as const

export interface RelayTimeouts {
  readonly connectMs: Ms
  readonly firstTokenMs: Ms
  readonly idleMs: Ms
  readonly totalMs: Ms
}

/** A relay's time limits: its own, else the profile's, else the defaults. */
export function timeoutsOf(profile: Profile, relay: ProfileRelay): RelayTimeouts {
  const seconds = { ...profile.timeouts, ...relay.timeouts }
  return {
    connectMs: (seconds.connect ?? defaults.connectSeconds) * 1000,
    firstTokenMs: (seconds.first_token ?? defaults.firstTokenSeconds) * 1000,
    idleMs: (seconds.idle ?? defaults.idleSeconds) * 1000,
    totalMs: (seconds.total ?? defaults.totalSeconds) * 1000,
  }
}

/** What an answer of this relay may cost in memory, in bytes, where the profile says so. */
export const maxBytesOf = (
  profile: Profile,
  relay: ProfileRelay,
): NonNullable<ProfileRelay['max_bytes']> => ({
  ...profile.max_bytes,
  ...relay.max_bytes,
})

/** Probes in flight at once: what the load asks for, within the relay's own limit. */
export function concurrencyOf(profile: Profile, relay: ProfileRelay): number {
  const limit = relay.limits?.concurrency ?? profile.limits?.concurrency ?? Number.POSITIVE_INFINITY
  return Math.min(profile.load?.concurrency ?? lanesFor(profile) ?? defaults.concurrency, limit)
}

/** Least time between two requests to a relay, in ms; 0 when it states no rate. */
export function requestIntervalMsOf(profile: Profile, relay: ProfileRelay): Ms {
  const { rps, rpm } = { ...profile.limits, ...relay.limits }
  return Math.max(rps === undefined ? 0 : 1000 / rps, rpm === undefined ? 0 : 60_000 / rpm)
}

export function modesOf(profile: Profile): readonly Mode[] {
  if (profile.stream === 'both') return ['stream', 'whole']
  return profile.stream === false ? ['whole'] : ['stream']
}

export const maxOutputTokensOf = (profile: Profile): number =>
  profile.workload?.max_tokens ?? defaults.maxOutputTokens

/** None before a ladder: its steps have opening waves. */
export const warmupRoundsOf = ({ load }: Profile): number =>
  load?.ladder === undefined ? (load?.warmup ?? defaults.warmup) : 0

/** How long a run is: a number of rounds, a time, or as far as a ladder goes. */
export function lengthOf(
  profile: Profile,
): { readonly rounds: number } | { readonly durationMs: Ms } | Record<never, never> {
  // A ladder has its own.
  if (profile.load?.ladder !== undefined) return {}
  const duration = profile.load?.duration
  const usual = profile.load?.until === undefined ? defaults.requests : defaults.requestsUntil
  if (duration === undefined) return { rounds: profile.load?.requests ?? usual }
  return { durationMs: msOf(duration) }
}

/** Over how long the workers begin, where the profile says so. */
export function rampOf(profile: Profile): { readonly rampMs?: Ms } {
  const ramp = profile.load?.ramp
  return ramp === undefined ? {} : { rampMs: msOf(ramp) }
}

const unitMs: ReadonlyMap<string, Ms> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
])

/** A time as profiles write it, "90s", "10m", "1h". */
export const msOf = (text: string): Ms =>
  Number.parseFloat(text) * (unitMs.get(text.replace(/[\d.]/g, '')) ?? 0)

/** The rules that end a cell early. @throws Error on a target that checking the profile would have refused */
export function endingsOf({ load }: Profile): Pick<Plan['load'], 'until' | 'dropLosers'> {
  const until = [load?.until ?? []].flat().map(target)
  return { ...(until.length > 0 && { until }), ...(load?.drop_losers && { dropLosers: true }) }
}

function target(text: string): PrecisionTarget {
  const parsed = parseTarget(text)
  if (typeof parsed === 'string') throw new Error(`${parsed}: ${text}`)
  return parsed
}

/** A relay's lines. A single one needs no name: it is the relay. `url` is absent for simulated relays. */
export function linesOf({
  endpoints,
  base_url: url,
}: ProfileRelay): readonly { line?: string; url?: string }[] {
  if (endpoints === undefined) return [url === undefined ? {} : { url }]
  return endpoints.length > 1 ? endpoints : endpoints.map((only) => ({ url: only.url }))
}
