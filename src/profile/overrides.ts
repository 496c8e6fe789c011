import type { FailOn } from '../core/objective.ts'
import { withLimits } from '../core/slo.ts'
import { UserError } from '../core/text.ts'
import { type Profile, type ProfileRelay, profileSchema } from '../schema/profile.ts'
import { meaningProblems, nearOrKnown, nouns } from '../words/problems.ts'
import { explainIssue } from './issues.ts'
import { type LoadOverrides, refuseBesideLadder, withLadderAllowed, withShape } from './load-overrides.ts'
import { near } from './near.ts'
import { pathText } from './problem.ts'
import { limitsFrom } from './slo.ts'
import { checkedTarget } from './until.ts'

/** What the command line says in place of the profile. */
export interface Overrides extends LoadOverrides {
  /** Names of the relays to keep; absent or empty keeps all. */
  readonly relays?: readonly string[]
  /** Names of the models to keep; absent or empty keeps all. */
  readonly models?: readonly string[]
  readonly requests?: number
  readonly concurrency?: number
  /** Seconds for a whole probe, at every relay. */
  readonly timeout?: number
  readonly seed?: number
  readonly until?: readonly string[]
  readonly dropLosers?: boolean
  readonly maxTokens?: number
  /** Most that the run may cost, in USD. */
  readonly budgetUsd?: number
  /** What a month is reckoned for. */
  readonly traffic?: string
  readonly stream?: boolean | 'both'
  /** Limits such as "ttft_p95 < 2s". */
  readonly slo?: readonly string[]
  readonly failOn?: FailOn
  readonly vantage?: string
}

/**
 * A profile with command-line flags applied; the given one stays as it is.
 * @throws UserError for a relay or model that is not there, or a value that no profile may hold.
 */
export function withOverrides(profile: Profile, overrides: Overrides): Profile {
  const { timeout, stream } = overrides
  const limited = overrides.slo ? withLimits(profile, limitsFrom(overrides.slo, profile.slo)) : profile
  const relays = keep(limited.relays, overrides.relays, (relay) => relay.name, 'relay')
  return validated({
    ...limited,
    relays: (timeout === undefined ? relays : relays.map((relay) => withTimeout(relay, timeout))).map(
      (relay) => (overrides.allowLadder ? withLadderAllowed(relay) : relay),
    ),
    models: keep(limited.models, overrides.models, nameOfModel, 'model'),
    ...overriddenLoad(profile, overrides),
    ...(overrides.maxTokens !== undefined && {
      workload: { ...profile.workload, max_tokens: overrides.maxTokens },
    }),
    ...(overrides.budgetUsd !== undefined && { budget: { ...profile.budget, usd: overrides.budgetUsd } }),
    ...(overrides.traffic !== undefined && { traffic: overrides.traffic }),
    ...(timeout !== undefined && { timeouts: { ...profile.timeouts, total: timeout } }),
    ...(stream !== undefined && { stream }),
    ...(overrides.failOn !== undefined && { fail_on: overrides.failOn }),
    ...(overrides.vantage !== undefined && { vantage: overrides.vantage }),
  })
}

const nameOfModel = (model: Profile['models'][number]): string =>
  typeof model === 'string' ? model : model.name

function keep<Member>(
  members: readonly Member[],
  wanted: readonly string[] | undefined,
  nameOf: (member: Member) => string,
  kind: 'relay' | 'model',
): Member[] {
  if (!wanted || wanted.length === 0) return [...members]
  const names = members.map(nameOf)
  for (const name of wanted) {
    if (names.includes(name)) continue
    const { message, hint } = meaningProblems.unknownName(
      nouns[kind],
      name,
      nearOrKnown(near(name, names), names),
    )
    throw new UserError(message, hint)
  }
  return members.filter((member) => wanted.includes(nameOf(member)))
}

/** Relays without time limits of their own follow the profile's. */
const withTimeout = (relay: ProfileRelay, total: number): ProfileRelay =>
  relay.timeouts ? { ...relay, timeouts: { ...relay.timeouts, total } } : relay

function overriddenLoad(profile: Profile, overrides: Overrides): Pick<Profile, 'load'> {
  const { requests, concurrency, seed, until, dropLosers } = overrides
  const shaped = withShape(profile.load, overrides)
  if ([requests, concurrency, seed, until, dropLosers].every((value) => value === undefined))
    return shaped ? { load: shaped } : {}
  const { duration, ...rest } = shaped ?? profile.load ?? {}
  refuseBesideLadder(rest, overrides)
  return {
    load: {
      ...rest,
      ...(requests === undefined ? duration !== undefined && { duration } : { requests }),
      ...(concurrency !== undefined && { concurrency }),
      ...(seed !== undefined && { seed }),
      ...(until !== undefined && { until: until.map(checkedTarget) }),
      ...(dropLosers !== undefined && { drop_losers: dropLosers }),
    },
  }
}

function validated(profile: Profile): Profile {
  const parsed = profileSchema.safeParse(profile)
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues.flatMap((issue) => explainIssue(issue, profile))
  const place = pathText(first?.path ?? [])
  const { en, zh } = first?.words.message ?? { en: 'not valid', zh: '无效' }
  throw new UserError({ en: `${place} ${en}`, zh: `${place} ${zh}` }, first?.words.hint)
}
