import type { Policy } from '../../core/policy.ts'
import type { Failover, FailoverResult } from '../../schema/failover.ts'
import { replay } from './replay-rounds.ts'
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
      const of = (relays: readonly string[]) => replay(relays, series, train, candidate.policy)
      return { candidate, result: of(candidate.relays), backup: of(candidate.relays.slice(1)) }
    })
    .sort((a, b) => better(a.result, b.result) || better(a.backup, b.backup))
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

/** More answers first, then the sooner ones (by the 95th percentile, which retries cost), then fewer attempts. */
const better = (a: FailoverResult, b: FailoverResult): number =>
  (b.availability.value ?? 0) - (a.availability.value ?? 0) ||
  (a.firstMs.p95.value ?? a.firstMs.p50.value ?? Number.MAX_VALUE) -
    (b.firstMs.p95.value ?? b.firstMs.p50.value ?? Number.MAX_VALUE) ||
  (a.attemptsPerRequest ?? 0) - (b.attemptsPerRequest ?? 0)
