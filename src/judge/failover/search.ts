import type { Policy } from '../../core/policy.ts'
import type { Failover } from '../../schema/failover.ts'
import { quantile, quantileLevels } from '../../statistics/quantile.ts'
import { Sorted } from '../../statistics/sample.ts'
import type { Served } from './replay.ts'
import { replay, served } from './replay-rounds.ts'
import type { Series } from './samples.ts'

interface Candidate {
  readonly relays: readonly string[]
  readonly policy: Policy
}

interface Best {
  readonly candidate: Candidate
  readonly search: NonNullable<Failover['search']>
}

/** Hedging waits so many times the usual time for a first token. */
const hedgeTimes = 3

/**
 * Every ordered pair under the given policy, with fewer attempts, and hedged, on the first half of the rounds; the best of them
 * judged on the other half, which it was not chosen by. Where a primary needed no backup, the backup that is best alone is taken.
 */
export function bestOf(series: ReadonlyMap<string, Series>, rounds: readonly number[], policy: Policy): Best {
  const half = Math.floor(rounds.length / 2)
  const [train, held] = [rounds.slice(0, half), rounds.slice(half)]
  const candidates = pairsOf([...series.keys()]).flatMap((relays) =>
    policiesFor(policy, usualFirstMs(series.get(relays[0] ?? ''))).map((each) => ({ relays, policy: each })),
  )
  const ranked = candidates
    .map((candidate) => {
      const of = (relays: readonly string[]) => meritOf(served(relays, series, train, candidate.policy))
      return { candidate, together: of(candidate.relays), backup: of(candidate.relays.slice(1)) }
    })
    .sort((a, b) => better(a.together, b.together) || better(a.backup, b.backup))
  const candidate = ranked[0]?.candidate ?? { relays: [...series.keys()], policy }
  return {
    candidate,
    search: {
      tried: candidates.length,
      chosen: [...candidate.relays],
      trainRounds: train.length,
      heldOut: replay(candidate.relays, series, held, candidate.policy),
    },
  }
}

function pairsOf(names: readonly string[]): readonly (readonly string[])[] {
  const pairs = names.flatMap((a) => names.filter((b) => b !== a).map((b) => [a, b]))
  return pairs.length === 0 ? [names] : pairs
}

function policiesFor(policy: Policy, firstMs: number | undefined): readonly Policy[] {
  const attempts = [...new Set([policy.attempts, 2, 1])].filter((n) => n <= policy.attempts)
  const plain = attempts.map((n) => ({ ...policy, attempts: n }))
  return firstMs === undefined ? plain : [...plain, { ...policy, hedgeMs: hedgeTimes * firstMs }]
}

function usualFirstMs(series: Series | undefined): number | undefined {
  const times = [...(series?.values() ?? [])].flatMap(({ outcome, firstMs }) =>
    outcome === 'ok' ? (firstMs ?? []) : [],
  )
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]
}

interface Merit {
  readonly availability: number
  readonly firstMs: number
  readonly attempts: number
}

/** What candidates are compared by: nothing is predicted for those that are not chosen. */
function meritOf(all: readonly Served[]): Merit {
  const sample = new Sorted(
    Float64Array.from(all.flatMap(({ firstMs }) => firstMs ?? [])).sort((a, b) => a - b),
  )
  const n = Math.max(1, all.length)
  return {
    availability: all.filter(({ ok }) => ok).length / n,
    firstMs: quantile(sample, quantileLevels.p95) ?? quantile(sample, quantileLevels.p50) ?? Number.MAX_VALUE,
    attempts: all.reduce((sum, { attempts }) => sum + attempts, 0) / n,
  }
}

/** More answers first, then the sooner ones (by the 95th percentile, which retries cost), then fewer attempts. */
const better = (a: Merit, b: Merit): number =>
  b.availability - a.availability || a.firstMs - b.firstMs || a.attempts - b.attempts
