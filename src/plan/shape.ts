import { toMicrosecond } from '../core/clock.ts'
import type { LadderShape, LoadShape, OpenShape, TraceShape } from '../core/plan.ts'
import { UserError } from '../core/text.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { parseTrace } from '../profile/trace.ts'
import type { Profile, ProfileRelay } from '../schema/profile.ts'
import { loadWords } from '../words/load.ts'
import { defaultBurstiness } from './arrivals.ts'

type Load = NonNullable<Profile['load']>

/** The shape that a profile asks for; undefined for a closed loop. @throws UserError for a trace without times. */
export function shapeOf({ profile: { load = {} }, files }: LoadedProfile): LoadShape | undefined {
  const { ladder, rate, trace } = load
  if (ladder !== undefined) return ladderShape(ladder)
  if (rate !== undefined) return openShape(rate, load)
  return trace === undefined ? undefined : traceShape(trace, load, files)
}

function traceShape(
  file: string,
  { trace_unit: unit, speed = 1 }: Load,
  files: LoadedProfile['files'],
): TraceShape {
  const atMs = parseTrace(files.get(file) ?? '', file, unit).map((at) => toMicrosecond(at / speed))
  return { type: 'trace', file, speed, atMs }
}

const secondsOf = { s: 1, m: 60, h: 3_600 } as const

function openShape(rate: string, { arrivals, burstiness }: Load): OpenShape {
  const unit = rate.endsWith('h') ? 'h' : rate.endsWith('m') ? 'm' : 's'
  const process = arrivals ?? (burstiness === undefined ? 'poisson' : 'gamma')
  return {
    type: 'open',
    perSecond: Number.parseFloat(rate) / secondsOf[unit],
    arrivals: process,
    ...(process === 'gamma' && { burstiness: burstiness ?? defaultBurstiness }),
  }
}

function ladderShape({
  from = 1,
  to = Math.max(64, from),
  factor = 2,
  requests_per_step = 20,
  until = ['slo', 'throughput'],
  error_share = 0.1,
  least_growth = 0.1,
}: NonNullable<Load['ladder']>): LadderShape {
  return {
    type: 'ladder',
    steps: stepsOf(from, to, factor),
    requestsPerStep: requests_per_step,
    until,
    errorShare: error_share,
    leastGrowth: least_growth,
  }
}

/** from, from × factor, … in whole numbers, each larger than the one before; `to` is the last. */
function stepsOf(from: number, to: number, factor: number): readonly number[] {
  const steps: number[] = []
  for (let exact = from; exact < to; exact *= factor) {
    const step = Math.round(exact)
    if (step > (steps.at(-1) ?? 0) && step < to) steps.push(step)
  }
  return [...steps, Math.max(from, to)]
}

/** An open loop needs a lane for every request that is under way; so many seconds of arrivals get one. */
const secondsInFlight = 20
const fewestLanes = 2
const mostLanes = 64

/** Probes in flight at once where the profile does not say: undefined for a closed loop, which has its own default. */
export function lanesFor({ load = {} }: Profile): number | undefined {
  if (load.ladder !== undefined) return ladderShape(load.ladder).steps.at(-1)
  if (load.trace !== undefined) return mostLanes
  if (load.rate === undefined) return undefined
  const inFlight = Math.ceil(openShape(load.rate, load).perSecond * secondsInFlight)
  return Math.min(mostLanes, Math.max(fewestLanes, inFlight))
}

/**
 * A ladder goes on until a relay refuses, and for that a provider may ban a key: it is for the user to say that it may.
 * Simulated relays have nobody to ask.
 * @throws UserError
 */
export function refuseUnallowedLadder(
  shape: LoadShape | undefined,
  relays: readonly Pick<ProfileRelay, 'name' | 'simulate' | 'probe_policy'>[],
): void {
  if (shape?.type !== 'ladder') return
  const unallowed = relays.filter(
    ({ simulate, probe_policy: policy }) => simulate === undefined && policy?.ladder !== 'allowed',
  )
  if (unallowed.length === 0) return
  const names = unallowed.map(({ name }) => name)
  throw new UserError(loadWords.ladderNotAllowed(names), loadWords.ladderNotAllowedHint)
}
