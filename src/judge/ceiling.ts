import type { StepProbe } from '../plan/ladder-step.ts'
import type { ReportLadder } from '../schema/report.ts'
import { median } from '../statistics/quantile.ts'
import { Sorted } from '../statistics/sample.ts'

const isRefused = ({ outcome }: StepProbe): boolean => outcome === 'rate-limited'

/** What the refusals of a ladder say about a relay's own limit; null when it refused nothing with 429. */
export function ceilingOf(probes: readonly StepProbe[]): ReportLadder['ceiling'] {
  const climbing = probes.filter(({ step }) => step.part !== 'recovery')
  const refused = climbing.filter(isRefused)
  if (refused.length === 0) return null
  const refusedFrom = Math.min(...refused.map(({ step }) => step.at))
  const below = climbing.map(({ step }) => step.at).filter((at) => at < refusedFrom)
  return {
    refusals: refused.length,
    refusedFrom,
    acceptedTo: below.length > 0 ? Math.max(...below) : null,
    inFlight: median(new Sorted(refused.map((probe) => acceptedInFlight(probe, climbing)))) ?? 0,
    kind: kindOf(refused),
  }
}

/**
 * Probes that the relay took on and had under way at some moment of this one's own. Not only those sent before it: of
 * several sent at once the relay may see them in another order.
 */
const acceptedInFlight = ({ sentMs = 0, endMs, session }: StepProbe, all: readonly StepProbe[]): number =>
  all.filter(
    (other) =>
      !isRefused(other) &&
      other.session === session &&
      other.sentMs !== undefined &&
      other.sentMs <= endMs &&
      other.endMs > sentMs,
  ).length

type Kind = NonNullable<ReportLadder['ceiling']>['kind']

/** Headers such as `x-ratelimit-remaining-requests: 0` say what is used up; else the words of a refusal may. */
function kindOf(refused: readonly StepProbe[]): Kind {
  const usedUp = refused.flatMap(({ limits }) =>
    Object.entries(limits).flatMap(([name, value]) =>
      name.includes('remaining') && Number(value) === 0 ? [name] : [],
    ),
  )
  if (usedUp.some((name) => name.includes('token'))) return 'tokens'
  if (usedUp.some((name) => name.includes('request'))) return 'requests'
  return refused.some(({ message }) => /concurren|并发/i.test(message)) ? 'concurrency' : 'unstated'
}

/** Headers such as `x-ratelimit-limit-requests` or `anthropic-ratelimit-tokens-limit`, as last sent. */
export const statedLimitsOf = (probes: readonly StepProbe[]): Record<string, string> =>
  Object.fromEntries(
    probes
      .flatMap(({ limits }) => Object.entries(limits).filter(([name]) => /(^|-)limit(-|$)/.test(name)))
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  )

/** Whether a probe that was sent alone after the stated wait was let through. */
export function retryAfterOf(probes: readonly StepProbe[]): ReportLadder['retryAfter'] {
  const asked = probes.filter((probe) => isRefused(probe) && probe.retryAfterMs !== undefined)
  if (asked.length === 0) return null
  const tests = probes.filter((probe) => probe.step.part === 'recovery' && waited(probe, asked))
  const accepted = tests.filter((probe) => !isRefused(probe)).length
  return {
    statedMs: Math.max(...asked.map(({ retryAfterMs = 0 }) => retryAfterMs)),
    tested: tests.length,
    accepted,
    honest: tests.length === 0 ? null : accepted === tests.length,
  }
}

/** Whether it was sent when every wait asked for before it was over: a wait of an hour is not sat out. */
function waited({ sentMs, session, step }: StepProbe, asked: readonly StepProbe[]): boolean {
  if (sentMs === undefined) return false
  const before = asked.filter(
    (probe) => probe.session === session && probe.step.part !== 'recovery' && probe.endMs <= sentMs,
  )
  const own = before.some((probe) => probe.step.at === step.at)
  return own && before.every(({ endMs, retryAfterMs = 0 }) => endMs + retryAfterMs <= sentMs)
}
