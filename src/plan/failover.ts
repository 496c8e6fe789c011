import { type FailoverShape, labelOf, type Plan } from '../core/plan.ts'
import { type Text, UserError } from '../core/text.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { failoverWords as words } from '../words/failover.ts'
import { planRun } from './plan.ts'

/** A live run of a policy, and the profile that holds its time limits. */
export interface FailoverPlan {
  readonly plan: Plan
  readonly loaded: LoadedProfile
}

/**
 * Only the relays of the chain are asked, under the time limits of the policy; how much is asked is decided as it goes.
 * @throws UserError for a relay that cannot be asked: without it the run would be of another chain
 */
export function planFailover(loaded: LoadedProfile, shape: FailoverShape): FailoverPlan {
  const { connectMs, firstTokenMs, idleMs, totalMs, hedgeMs } = shape.policy
  const timeouts = {
    connect: connectMs / 1000,
    first_token: firstTokenMs / 1000,
    idle: idleMs / 1000,
    total: totalMs / 1000,
  }
  const names = new Set(shape.relays.map((label) => label.split('/')[0]))
  const { profile } = loaded
  const limited = {
    ...loaded,
    profile: {
      ...profile,
      // Of two lines of one relay a hedged call asks both at once.
      load: { ...profile.load, concurrency: hedgeMs === undefined ? 1 : 2 },
      relays: profile.relays
        .filter(({ name }) => names.has(name) || shape.relays.includes(name))
        .map((relay) => ({ ...relay, timeouts })),
    },
  }
  const plan = planRun(limited)
  const planned = new Set(plan.cells.map(labelOf))
  const missing = shape.relays.find((label) => !planned.has(label))
  if (missing !== undefined) throw new UserError(words.cannotAsk(missing, loaded.path), whyNot(missing, plan))
  const { rounds: _, ...load } = plan.load
  const { worstCase: __, ...rest } = plan
  return { loaded: limited, plan: { ...rest, load: { ...load, warmupRounds: 0, shape } } }
}

function whyNot(label: string, { skipped }: Plan): Text {
  const found = skipped.find(({ relay }) => relay === label || label.startsWith(`${relay}/`))
  switch (found?.reason) {
    case 'no-key':
      return words.noKey(found.env)
    case 'not-allowed':
      return words.notAllowed
    case undefined:
      return words.notThere
  }
}
