import type { CellStop, Shown } from '../core/journal.ts'
import type { Observation } from '../core/observation.ts'
import type { Cell, Plan } from '../core/plan.ts'
import type { PrecisionMeasure, PrecisionTarget } from '../core/until.ts'
import { CellEvidence } from './cell-evidence.ts'
import { Elimination, type Yardstick } from './elimination.ts'
import { type ProbeFacts, probeFacts } from './probe-facts.ts'

/** Chance that one interval of one cell misses the true value at any of the looks. */
const alpha = 0.05

/** What earlier sessions of a run leave to these rules. */
export interface EarlierEvidence {
  readonly facts: readonly ProbeFacts[]
  readonly stopped: readonly string[]
}

/** Which cells get no more probes: those that are precise enough, and those that another is shown to be better than. */
export class Precision {
  readonly #until: readonly PrecisionTarget[]
  readonly #elimination: Elimination | undefined
  readonly #evidence: ReadonlyMap<string, CellEvidence>
  readonly #open = new Map<string, Set<string>>()
  readonly #stopped = new Set<string>()

  constructor(plan: Plan, earlier: EarlierEvidence = { facts: [], stopped: [] }) {
    const { until = [], dropLosers } = plan.load
    this.#until = until
    this.#elimination = dropLosers && new Elimination(plan, (cell) => yardstickFor(cell, until))
    this.#evidence = new Map(plan.cells.map((cell) => [cell.id, new CellEvidence(cell)]))
    for (const { relay, id } of plan.cells)
      this.#open.set(relay, (this.#open.get(relay) ?? new Set()).add(id))
    for (const facts of earlier.facts) this.#evidence.get(facts.cellId)?.take(facts)
    if (this.#elimination) for (const evidence of this.#evidence.values()) this.#elimination.look(evidence)
    for (const cellId of earlier.stopped) this.#stop(cellId)
  }

  isStopped(cellId: string): boolean {
    return this.#stopped.has(cellId)
  }

  /** Whether no cell of a relay gets any more probes. */
  isOver(relay: string): boolean {
    return this.#open.get(relay)?.size === 0
  }

  /** Takes the last attempt of a probe. @returns the cells that get no more probes from now on, and why */
  next(observation: Observation): readonly CellStop[] {
    if (observation.warmup || !hasRules(this.#until, this.#elimination)) return []
    const evidence = this.#evidence.get(observation.cellId)
    if (!evidence?.take(probeFacts(observation))) return []
    const found = [...this.#preciseIn(evidence), ...(this.#elimination?.look(evidence) ?? [])]
    return found.filter(({ cellId }) => this.#stop(cellId))
  }

  #preciseIn(evidence: CellEvidence): readonly CellStop[] {
    const { cell, n } = evidence
    const targets = this.#until.filter(({ measure }) => applies(measure, cell))
    const shown = targets.flatMap((target) => preciseFor(target, evidence) ?? [])
    if (targets.length === 0 || shown.length < targets.length) return []
    return [{ reason: 'precise', cellId: cell.id, n, shown }]
  }

  /** @returns false when it was stopped before */
  #stop(cellId: string): boolean {
    const cell = this.#evidence.get(cellId)?.cell
    if (!cell || this.#stopped.has(cellId)) return false
    this.#stopped.add(cellId)
    this.#open.get(cell.relay)?.delete(cellId)
    return true
  }
}

const hasRules = (until: readonly PrecisionTarget[], elimination: Elimination | undefined): boolean =>
  until.length > 0 || elimination !== undefined

/** A body that comes whole has no token times. */
const applies = (measure: PrecisionMeasure, { mode }: Cell): boolean =>
  mode === 'stream' || measure.kind === 'availability' || measure.metric === 'e2e'

/** The measure with its interval, when that reaches nowhere farther from the value than the target allows. */
function preciseFor({ name, measure, within }: PrecisionTarget, evidence: CellEvidence): Shown | undefined {
  const shown = evidence.shown(name, measure, alpha)
  if (!shown || shown.low === null || shown.high === null) return undefined
  const reach = Math.max(shown.value - shown.low, shown.high - shown.value)
  return reach <= within * (measure.kind === 'latency' ? shown.value : 1) ? shown : undefined
}

/** The first target that a cell can have; without one what ranks are by: TTFT p50 of streams, E2E p50 otherwise. */
function yardstickFor(cell: Cell, until: readonly PrecisionTarget[]): Yardstick {
  const metric = cell.mode === 'stream' ? 'ttft' : 'e2e'
  const usual = { name: `${metric}_p50`, measure: { kind: 'latency', metric, level: 'p50' } } as const
  return until.find(({ measure }) => applies(measure, cell)) ?? usual
}
