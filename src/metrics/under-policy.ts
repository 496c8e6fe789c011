import type { Ms } from '../core/clock.ts'
import type { Policy } from '../core/policy.ts'
import type { Sample } from './call-sample.ts'
import type { OutcomeClass } from './outcomes.ts'

export type Cut = 'connect' | 'first-token' | 'idle' | 'total'

/** What a caller with a policy sees of a sample. */
export type Seen =
  | { readonly ok: true; readonly firstMs: Ms; readonly totalMs: Ms; readonly costUsd: number | undefined }
  | {
      readonly ok: false
      /** Whether another attempt, or another relay, may still answer: nothing has come yet, and the failure is of that kind. */
      readonly mayRetry: boolean
      readonly tookMs: Ms
      readonly cut?: Cut
      readonly costUsd: number | undefined
    }

/** Answers that began with a good status and never came to their end: a client sees a broken connection. */
const brokenOff: ReadonlySet<OutcomeClass> = new Set([
  'truncated',
  'connection-lost',
  'timeout-first-token',
  'timeout-idle',
  'timeout-total',
])

/** Applies the time limits of a policy to what was recorded under longer ones. */
export function underPolicy(sample: Sample, policy: Policy): Seen {
  const { costUsd, firstMs, totalMs, outcome, status } = sample
  const limit = firstLimit(sample, policy)
  if (limit) {
    const { cut, atMs } = limit
    return { ok: false, mayRetry: firstMs === undefined || atMs <= firstMs, tookMs: atMs, cut, costUsd }
  }
  if (outcome === 'ok' && firstMs !== undefined) return { ok: true, firstMs, totalMs, costUsd }
  const begun = firstMs !== undefined && outcome !== 'ok'
  const worthwhile = status === undefined || policy.retryStatuses.includes(status) || brokenOff.has(outcome)
  return { ok: false, mayRetry: !begun && worthwhile, tookMs: totalMs, costUsd }
}

/** The first limit that would have ended it, and when. */
function firstLimit({ connectMs = 0, firstMs, silences, totalMs }: Sample, policy: Policy) {
  const silence = silences.find(({ ms }) => ms > policy.idleMs)
  const limits: readonly (readonly [Cut, Ms, boolean])[] = [
    ['connect', policy.connectMs, connectMs > policy.connectMs],
    ['first-token', connectMs + policy.firstTokenMs, (firstMs ?? totalMs) - connectMs > policy.firstTokenMs],
    ['idle', (silence?.fromMs ?? 0) + policy.idleMs, silence !== undefined],
    ['total', policy.totalMs, totalMs > policy.totalMs],
  ]
  const broken = limits.filter(([, , isBroken]) => isBroken).map(([cut, atMs]) => ({ cut, atMs }))
  return broken.toSorted((a, b) => a.atMs - b.atMs)[0]
}

/**
 * What a caller does after the n-th attempt at a relay, n from 1 on.
 * @param seen undefined: nothing could be asked there
 * @param isOpen whether the relay is left alone by now
 */
export function afterAttempt(
  seen: Seen | undefined,
  n: number,
  { attempts }: Policy,
  isOpen: boolean,
): 'served' | 'over' | 'again' | 'next' {
  if (!seen) return 'next'
  if (seen.ok) return 'served'
  if (!seen.mayRetry) return 'over'
  return isOpen || n >= attempts ? 'next' : 'again'
}
