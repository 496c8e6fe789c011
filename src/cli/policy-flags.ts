import type { Policy } from '../core/policy.ts'
import { UserError } from '../core/text.ts'
import { failoverWords as words } from '../words/failover.ts'
import { positive } from './settings.ts'

/** How relays that fail are gone about, as commander gives it. */
export interface PolicyFlags {
  readonly attempts?: string
  readonly backoff?: string
  readonly retryOn?: string
  readonly connect?: string
  readonly firstToken?: string
  readonly idle?: string
  readonly total?: string
  readonly trip?: string
  readonly cooldown?: string
  readonly hedge?: string
}

/** A policy with what the flags say in place of its own. @throws UserError for what is no number above 0 */
export function policyFrom(flags: PolicyFlags, base: Policy): Policy {
  const ms = (flag: keyof PolicyFlags, value: string | undefined, usual: number): number =>
    value === undefined ? usual : 1_000 * positive(flag, value)
  const whole = (flag: keyof PolicyFlags, value: string | undefined, usual: number): number =>
    value === undefined ? usual : Math.max(1, Math.round(positive(flag, value)))
  const { trip } = base
  return {
    ...base,
    attempts: whole('attempts', flags.attempts, base.attempts),
    backoff: backoffFrom(flags.backoff, base),
    retryStatuses: statusesFrom(flags.retryOn, base),
    connectMs: ms('connect', flags.connect, base.connectMs),
    firstTokenMs: ms('firstToken', flags.firstToken, base.firstTokenMs),
    idleMs: ms('idle', flags.idle, base.idleMs),
    totalMs: ms('total', flags.total, base.totalMs),
    trip: {
      failures: whole('trip', flags.trip, trip.failures),
      cooldownMs: ms('cooldown', flags.cooldown, trip.cooldownMs),
    },
    ...(flags.hedge !== undefined && { hedgeMs: ms('hedge', flags.hedge, 0) }),
  }
}

/** "429,503" */
function statusesFrom(value: string | undefined, base: Policy): readonly number[] {
  if (value === undefined) return base.retryStatuses
  if (!/^[1-5]\d\d(,[1-5]\d\d)*$/.test(value)) throw new UserError(words.badStatuses(value))
  return value.split(',').map(Number)
}

/** "1-10" */
function backoffFrom(value: string | undefined, base: Policy): Policy['backoff'] {
  if (value === undefined) return base.backoff
  const [, first, most] = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(value)?.map(Number) ?? []
  if (first === undefined || most === undefined || most < first) throw new UserError(words.badBackoff(value))
  return { firstMs: first * 1_000, mostMs: most * 1_000 }
}
