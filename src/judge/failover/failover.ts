import type { JournalRecord, RunHeader } from '../../core/journal.ts'
import type { Policy } from '../../core/policy.ts'
import { UserError } from '../../core/text.ts'
import type { Failover, FailoverResult } from '../../schema/failover.ts'
import { failoverWords as words } from '../../words/failover.ts'
import { replay } from './replay-rounds.ts'
import { type Recorded, type Series, samplesOf, type Workload, workloadKey } from './samples.ts'
import { bestOf } from './search.ts'

export interface FailoverOptions {
  readonly version: string
  /** Empty: the best pair is looked for. */
  readonly relays: readonly string[]
  readonly policy: Policy
  readonly search: boolean
  /** Undefined: the model of the plan, where it has one only. */
  readonly model?: string
  /** Of the run that is predicted; absent: as many as were rehearsed. */
  readonly requests?: number
}

/**
 * Replays what a journal holds through a policy. A request is made in every round in which the primary was probed; its first
 * attempt at a relay comes to what that relay's probe of the round came to, each further one to that of the next round.
 * Outages that relays share are so counted as they were.
 * @throws UserError for a relay or a model that is not in it
 */
export function rehearse(
  records: Iterable<JournalRecord>,
  header: RunHeader,
  options: FailoverOptions,
): readonly Failover[] {
  const recorded = samplesOf(records)
  const workloads = recorded.workloads.filter(
    ({ model }) => options.model === undefined || model === options.model,
  )
  if (workloads.length === 0) throw new UserError(words.noModel(options.model ?? ''))
  for (const relay of options.relays)
    if (!recorded.relays.includes(relay))
      throw new UserError(words.noRelay(relay), words.known(recorded.relays.join(', ')))
  return workloads.map((workload) => rehearseWorkload(recorded, workload, header, options))
}

function rehearseWorkload(
  recorded: Recorded,
  workload: Workload,
  header: RunHeader,
  options: FailoverOptions,
): Failover {
  const series = recorded.series.get(workloadKey(workload)) ?? new Map<string, Series>()
  const rounds = [...new Set([...series.values()].flatMap((own) => [...own.keys()]))].sort((a, b) => a - b)
  const best = options.search ? bestOf(series, rounds, options.policy) : undefined
  const { relays, policy } = best?.candidate ?? options
  const of = (chain: readonly string[]): FailoverResult =>
    replay(chain, series, rounds, policy, options.requests)
  return {
    schema: 'relaybench.failover/1',
    version: options.version,
    startedAt: header.startedAt,
    vantage: header.vantage,
    ...workload,
    policy,
    rounds: rounds.length,
    medianSpacingMs: spacing(series.get(relays[0] ?? '')),
    chain: { relays: [...relays], result: of(relays) },
    alone: relays.length < 2 ? [] : relays.map((relay) => ({ relays: [relay], result: of([relay]) })),
    together: together(relays, series),
    flat30sCuts: flatCuts(relays, series),
    search: best?.search ?? null,
  }
}

function spacing(series: Series | undefined): number | null {
  const moments = [...(series?.values() ?? [])].sort((a, b) => a.session - b.session || a.atMs - b.atMs)
  const gaps = moments.slice(1).flatMap((sample, i) => {
    const before = moments[i]
    return before && before.session === sample.session ? [sample.atMs - before.atMs] : []
  })
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? null
}

/** How often the first two failed in the same round, beside what chance alone would make of it. */
function together(
  [primary = '', backup]: readonly string[],
  series: ReadonlyMap<string, Series>,
): Failover['together'] {
  const [a, b] = [series.get(primary), series.get(backup ?? '')]
  if (!a || !b) return null
  const pairs = [...a].flatMap(([round, one]) => {
    const other = b.get(round)
    return other ? [{ one: one.outcome !== 'ok', other: other.outcome !== 'ok' }] : []
  })
  const count = (of: (pair: (typeof pairs)[number]) => boolean): number => pairs.filter(of).length
  return {
    rounds: pairs.length,
    both: count(({ one, other }) => one && other),
    expected:
      pairs.length === 0 ? null : (count(({ one }) => one) * count(({ other }) => other)) / pairs.length,
  }
}

const flatLimitMs = 30_000

function flatCuts(relays: readonly string[], series: ReadonlyMap<string, Series>): Failover['flat30sCuts'] {
  const answers = relays.flatMap((relay) =>
    [...(series.get(relay)?.values() ?? [])].filter(({ outcome }) => outcome === 'ok'),
  )
  return { answers: answers.length, cut: answers.filter(({ totalMs }) => totalMs > flatLimitMs).length }
}
