import type { JournalRecord } from '../../core/journal.ts'
import type { Observation } from '../../core/observation.ts'
import { type Cell, type Plan, storedPrefix } from '../../core/plan.ts'
import { classify } from '../../metrics/classify.ts'
import { e2eMs, ttftColdMs, ttftMs } from '../../metrics/latency.ts'
import type { LiveRelay, LiveState } from '../../report/live.ts'
import { quantile, quantileLevels } from '../../statistics/quantile.ts'
import { Sorted } from '../../statistics/sample.ts'

/** Moving quantiles are of so many answers: enough for a p99, few enough to move. */
const mostRecent = 200

class RelayTally {
  readonly relay: string
  readonly planned: number | undefined
  done = 0
  ok = 0
  readonly outcomes: Record<string, number> = {}
  readonly #recent: number[] = []

  constructor(relay: string, planned: number | undefined) {
    this.relay = relay
    this.planned = planned
  }

  add(observation: Observation, timeMs: number | undefined): void {
    const outcome = classify(observation)
    this.done++
    this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1
    if (outcome !== 'ok') return
    this.ok++
    if (timeMs === undefined) return
    this.#recent.push(timeMs)
    if (this.#recent.length > mostRecent) this.#recent.shift()
  }

  get live(): LiveRelay {
    const { relay, planned, done, ok, outcomes } = this
    const sample = new Sorted(Float64Array.from(this.#recent))
    const recent = {
      p50: quantile(sample, quantileLevels.p50),
      p99: quantile(sample, quantileLevels.p99),
      n: sample.n,
    }
    return { relay, planned, done, ok, outcomes, recent }
  }
}

/** What the records of a run under way add up to, relay by relay and in all. */
export class LiveTally {
  readonly metric: LiveState['metric']
  /** Probes of this session that the plan has; undefined where nobody knows. */
  readonly planned: number | undefined
  done = 0
  tokens = 0
  spentUsd: number
  readonly #cells: ReadonlyMap<string, Cell>
  readonly #relays: ReadonlyMap<string, RelayTally>

  /**
   * @param finished ids of probes that earlier sessions finished
   * @param spentUsd what they spent
   */
  constructor(plan: Plan, finished: ReadonlySet<string>, spentUsd: number) {
    this.#cells = new Map(plan.cells.map((cell) => [cell.id, cell]))
    this.metric = plan.cells.some(({ mode }) => mode === 'stream') ? 'ttft' : 'e2e'
    this.spentUsd = spentUsd
    const left = new Map<string, number>()
    const { rounds, warmupRounds } = plan.load
    for (const { relay } of plan.cells) left.set(relay, (left.get(relay) ?? 0) + (rounds ?? 0) + warmupRounds)
    for (const id of finished) {
      const relay = this.#cells.get(id.slice(id.indexOf('.') + 1))?.relay
      if (relay !== undefined) left.set(relay, (left.get(relay) ?? 0) - 1)
    }
    const known = rounds !== undefined
    this.planned = known ? [...left.values()].reduce((sum, n) => sum + n, 0) : undefined
    this.#relays = new Map(
      [...left].map(([relay, planned]) => [relay, new RelayTally(relay, known ? planned : undefined)]),
    )
  }

  add(record: JournalRecord): void {
    if (record.type === 'observation' || record.type === 'protocols') this.spentUsd += record.costUsd ?? 0
    if (record.type !== 'observation' || record.retry !== undefined) return
    if (record.cellId.startsWith(storedPrefix)) return // an earlier run's
    const { inputTokens = 0, outputTokens = 0 } = record.reply.usage ?? {}
    this.done++
    this.tokens += inputTokens + outputTokens
    const cell = this.#cells.get(record.cellId)
    if (cell) this.#relays.get(cell.relay)?.add(record, this.#time(record))
  }

  #time(observation: Observation): number | undefined {
    if (this.metric === 'e2e') return e2eMs(observation)
    return observation.streaming ? (ttftMs(observation) ?? ttftColdMs(observation)) : undefined
  }

  get relays(): readonly LiveRelay[] {
    return [...this.#relays.values()].map(({ live }) => live)
  }
}
