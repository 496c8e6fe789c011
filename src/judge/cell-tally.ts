import type { Objective } from '../core/objective.ts'
import type { OutcomeClass } from '../metrics/outcomes.ts'
import type { ReportCell } from '../schema/report.ts'
import { Recorder } from '../statistics/recorder.ts'
import { LimitTally } from './limit-tally.ts'
import { byPlace, earlier, later } from './plan-order.ts'
import type { ProbeResult, Timings } from './probe-result.ts'

/** Metrics of which a successful probe has one value or none. */
type Metric = Exclude<keyof Timings, 'iclMs'>

/**
 * What a cell's counted probes add up to, one after the other, in any order. Its size is bounded: it depends on how
 * values are spread and on how many kinds of failure there were, not on the number of probes.
 */
export class CellTally {
  readonly limits: LimitTally
  readonly outcomes = new Map<OutcomeClass, number>()
  /** Each of those successful probes that have the metric. */
  readonly metrics: Readonly<Record<Metric, Recorder>> = {
    ttftMs: new Recorder(),
    ttftColdMs: new Recorder(),
    ttfoMs: new Recorder(),
    e2eMs: new Recorder(),
    ttftFromDueMs: new Recorder(),
    e2eFromDueMs: new Recorder(),
    tpotMs: new Recorder(),
    outputTokensPerSecond: new Recorder(),
  }
  readonly #recorders = Object.entries(this.metrics) as [Metric, Recorder][]
  readonly iclMs = new Recorder()
  readonly lagMs = new Recorder()
  readonly scheduleLagMs = new Recorder()
  readonly tokens = { input: 0, output: 0, reasoning: 0, withUsage: 0 }
  readonly #failures = new Map<OutcomeClass, ProbeResult>()
  #last: ProbeResult | undefined

  /** @param objectives limits that hold for the cell */
  constructor(objectives: readonly Objective[] = []) {
    this.limits = new LimitTally(objectives)
  }

  add(probe: ProbeResult): void {
    const { outcome, lagMs, scheduleLagMs, timings } = probe
    this.outcomes.set(outcome, this.number(outcome) + 1)
    if (outcome !== 'ok') this.#failures.set(outcome, earlier(this.#failures.get(outcome), probe))
    if (lagMs !== undefined) this.lagMs.add(lagMs)
    if (scheduleLagMs !== undefined) this.scheduleLagMs.add(scheduleLagMs)
    this.limits.add(probe)
    if (timings) this.#addTimings(timings)
    this.#addTokens(probe)
    this.#last = later(this.#last, probe)
  }

  number(outcome: OutcomeClass): number {
    return this.outcomes.get(outcome) ?? 0
  }

  /** How many ended in each class, in the order of their names. */
  get byOutcome(): ReportCell['outcomes'] {
    return Object.fromEntries([...this.outcomes].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  /** Probes that came to an end. */
  get sent(): number {
    let all = 0
    for (const count of this.outcomes.values()) all += count
    return all - this.number('cancelled')
  }

  /** The name that the last probe of the plan sent. */
  get modelId(): string | undefined {
    return this.#last?.modelId
  }

  /** The earliest failed probe of each class. */
  get examples(): ReportCell['examples'] {
    return byPlace(this.#failures.values()).map(({ outcome, probeId, status, message }) => ({
      outcome,
      probeId,
      status,
      message,
    }))
  }

  #addTimings(timings: Timings): void {
    for (const [metric, recorder] of this.#recorders) {
      const value = timings[metric]
      if (value !== undefined) recorder.add(value)
    }
    for (const gap of timings.iclMs) this.iclMs.add(gap)
  }

  #addTokens({ usage }: ProbeResult): void {
    if (!usage) return
    this.tokens.input += usage.input
    this.tokens.output += usage.output
    this.tokens.reasoning += usage.reasoning
    this.tokens.withUsage++
  }
}
