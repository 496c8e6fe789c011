import { UserError } from '../core/text.ts'
import type { Profile, ProfileRelay } from '../schema/profile.ts'
import { loadWords } from '../words/load.ts'
import { meaningProblems } from '../words/problems.ts'

/** What the command line says of the shape of the load. Text as it was typed: the schema says whether it will do. */
export interface LoadOverrides {
  readonly rate?: string
  readonly arrivals?: string
  /** "64" or "4-64". */
  readonly ladder?: string
  /** Allows a ladder at relays that say nothing of it. */
  readonly allowLadder?: boolean
}

type Load = NonNullable<Profile['load']>

/**
 * A load with these flags over it; a shape of the command line takes the place of the profile's, with its length.
 * @throws UserError
 */
export function withShape(load: Load = {}, { rate, arrivals, ladder }: LoadOverrides): Load | undefined {
  if (rate !== undefined && ladder !== undefined)
    throw new UserError(meaningProblems.exclusive('--rate', '--ladder').message)
  if (ladder !== undefined) return withLadder(load, ladder)
  if (rate === undefined && arrivals === undefined) return undefined
  if (rate === undefined && load.rate === undefined)
    throw new UserError(meaningProblems.needs('--arrivals', '--rate').message)
  // A shape of the command line takes the place of the profile's.
  const { ladder: _ladder, trace: _trace, trace_unit: _unit, speed: _speed, ...rest } = load
  return {
    ...rest,
    ...(rate !== undefined && { rate }),
    // The schema refuses what is no process of arrivals.
    ...(arrivals !== undefined && { arrivals: arrivals as NonNullable<Load['arrivals']> }),
  }
}

function withLadder({ ladder, seed }: Load, text: string): Load {
  const [, from, to] = /^(?:(\d+)-)?(\d+)$/.exec(text) ?? []
  if (to === undefined) throw new UserError(loadWords.badLadder(text))
  return {
    ...(seed !== undefined && { seed }),
    ladder: { ...ladder, ...(from !== undefined && { from: Number(from) }), to: Number(to) },
  }
}

export const withLadderAllowed = (relay: ProfileRelay): ProfileRelay =>
  relay.probe_policy?.ladder === 'forbidden'
    ? relay
    : { ...relay, probe_policy: { ...relay.probe_policy, ladder: 'allowed' } }

/** A ladder has a length and a concurrency of its own. @throws UserError */
export function refuseBesideLadder(
  { ladder }: Pick<Load, 'ladder'>,
  { requests, concurrency }: { readonly requests?: number; readonly concurrency?: number },
): void {
  if (ladder === undefined) return
  if (requests !== undefined) throw new UserError(meaningProblems.exclusive('--requests', 'ladder').message)
  if (concurrency !== undefined)
    throw new UserError(meaningProblems.exclusive('--concurrency', 'ladder').message)
}
