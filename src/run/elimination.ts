import { groupBy } from '../core/group.ts'
import type { CellStop, Shown } from '../core/journal.ts'
import type { Cell, Plan } from '../core/plan.ts'
import type { PrecisionMeasure } from '../core/until.ts'
import type { CellEvidence } from './cell-evidence.ts'

/** Chance, over the whole run, that the truly best of any model and mode is ever dropped. */
const alpha = 0.05

/** What the cells of a group are compared by. */
export interface Yardstick {
  readonly name: string
  readonly measure: PrecisionMeasure
}

interface Standing {
  readonly cellId: string
  readonly n: number
  readonly shown: Shown
  readonly availability: number
}

/**
 * Successive elimination: a cell is dropped once its interval lies wholly on the worse side of that of another cell
 * of the same model and mode. Every cell's interval holds at all looks with probability 1 − alpha / K, K being the number
 * of cells that are compared, so with probability 1 − alpha all of them hold at all looks, and then the best is not dropped.
 * @see Even-Dar, Mannor & Mansour, "Action Elimination and Stopping Conditions for the Multi-Armed Bandit and
 *   Reinforcement Learning Problems", JMLR 7 (2006)
 */
export class Elimination {
  readonly #yardstick = new Map<string, Yardstick>()
  readonly #rivals = new Map<string, readonly string[]>()
  readonly #standings = new Map<string, Standing>()

  constructor({ cells }: Plan, yardstickOf: (cell: Cell) => Yardstick) {
    const groups = groupBy(cells, ({ model, mode }) => JSON.stringify([model, mode]))
    for (const group of groups.values()) {
      if (group.length < 2) continue
      const ids = group.map(({ id }) => id)
      for (const cell of group) {
        this.#rivals.set(
          cell.id,
          ids.filter((id) => id !== cell.id),
        )
        this.#yardstick.set(cell.id, yardstickOf(cell))
      }
    }
  }

  /** Takes in how a cell stands now. @returns those that are shown to be worse than another, itself among them */
  look(evidence: CellEvidence): readonly CellStop[] {
    const standing = this.#standingOf(evidence)
    if (!standing) return []
    this.#standings.set(standing.cellId, standing)
    return (this.#rivals.get(standing.cellId) ?? []).flatMap((id) => {
      const rival = this.#standings.get(id)
      return rival ? [...drop(standing, rival), ...drop(rival, standing)] : []
    })
  }

  #standingOf(evidence: CellEvidence): Standing | undefined {
    const { id: cellId } = evidence.cell
    const { n, availability } = evidence
    const yardstick = this.#yardstick.get(cellId)
    if (!yardstick || availability === undefined) return undefined
    const shown = evidence.shown(yardstick.name, yardstick.measure, alpha / this.#rivals.size)
    return shown && { cellId, n, shown, availability }
  }
}

function drop(worse: Standing, better: Standing): readonly CellStop[] {
  if (!isClearlyWorse(worse, better)) return []
  const { cellId, n, shown } = worse
  return [{ reason: 'dropped', cellId, n, shown, better: { cellId: better.cellId, shown: better.shown } }]
}

/** A relay that answers more often is never dropped for being slower: ranks put answering first. */
function isClearlyWorse(worse: Standing, better: Standing): boolean {
  if (worse.shown.name === 'availability') return isAbove(better.shown, worse.shown)
  return isAbove(worse.shown, better.shown) && worse.availability <= better.availability
}

const isAbove = ({ low }: Shown, { high }: Shown): boolean => low !== null && high !== null && low > high
