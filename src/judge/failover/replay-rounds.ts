import type { Policy } from '../../core/policy.ts'
import type { Sample } from '../../metrics/call-sample.ts'
import { underPolicy } from '../../metrics/under-policy.ts'
import type { FailoverResult } from '../../schema/failover.ts'
import { Caller, type Served } from './replay.ts'
import type { Series } from './samples.ts'
import { summarise } from './summary.ts'

/** The requests of a caller to a chain of relays over these rounds. */
export function served(
  chain: readonly string[],
  series: ReadonlyMap<string, Series>,
  rounds: readonly number[],
  policy: Policy,
): readonly Served[] {
  const caller = new Caller(chain, policy)
  const primary = series.get(chain[0] ?? '')
  return rounds.flatMap((round, i) => {
    const own = primary?.get(round)
    if (!own) return []
    return caller.serve(own.atMs, (relay, _, n) => {
      const sample = nth(series.get(relay), rounds, i, n, own.session)
      return sample && underPolicy(sample, policy)
    })
  })
}

/** The same with what another run would show. */
export function replay(
  chain: readonly string[],
  series: ReadonlyMap<string, Series>,
  rounds: readonly number[],
  policy: Policy,
  predicted?: number,
): FailoverResult {
  const outages = chain.map((relay) =>
    rounds.flatMap((round) => {
      const sample = series.get(relay)?.get(round)
      return sample ? [sample.outcome === 'ok' ? 0 : 1] : []
    }),
  )
  return summarise(served(chain, series, rounds, policy), outages, predicted)
}

/** The sample of the round, and for further attempts those after it; the last one where there are no more. */
function nth(
  series: Series | undefined,
  rounds: readonly number[],
  i: number,
  n: number,
  session: number,
): Sample | undefined {
  for (let at = Math.min(rounds.length - 1, i + n - 1); at >= i; at--) {
    const sample = series?.get(rounds[at] ?? 0)
    if (sample && sample.session === session) return sample
  }
  return undefined
}
