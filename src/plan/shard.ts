import { type Plan, type Shard, shardRounds } from '../core/plan.ts'
import { UserError } from '../core/text.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { mergeWords as words } from '../words/merge.ts'
import { planRun } from './plan.ts'

/**
 * One machine's part of the plan of several: every n-th round, in the order that the seed gives all of them, and its share of the
 * budget. All parts together are the whole plan.
 * @throws UserError where the plan cannot be split like that
 */
export function planShard(loaded: LoadedProfile, shard: Shard): Plan {
  if (loaded.profile.load?.seed === undefined) throw new UserError(words.shardSeed, words.shardSeedHint)
  const whole = planRun(loaded)
  const { rounds, shape, until, dropLosers } = whole.load
  if (rounds === undefined || shape || until || dropLosers) throw new UserError(words.shardRounds)
  const own = shardRounds(rounds, shard)
  if (own === 0) throw new UserError(words.shardEmpty(`${shard.index}/${shard.of}`, String(rounds)))
  const part = planRun({
    ...loaded,
    profile: { ...loaded.profile, load: { ...loaded.profile.load, requests: own } },
  })
  const { budget } = part
  return {
    ...part,
    load: { ...part.load, shard },
    ...(budget && { budget: { ...budget, capUsd: shareOf(budget.capUsd, shard) } }),
  }
}

/** Rounded down to a millionth of a dollar: all shares together are never more than the whole. */
const shareOf = (capUsd: number, { of }: Shard): number => Math.floor((capUsd / of) * 1e6) / 1e6
