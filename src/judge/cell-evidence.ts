import type { Cell } from '../core/plan.ts'
import type { CellTally } from './cell-tally.ts'
import type { LineEvidence } from './line-evidence.ts'
import type { ModelTally } from './model-tally.ts'

/** A cell of the plan and all that its observations add to. */
export interface CellEvidence {
  readonly cell: Cell
  readonly position: number
  readonly counted: CellTally
  /** Counted probes that are not compared: a ladder's, beyond its first step. */
  readonly beyond: CellTally
  readonly line: LineEvidence
  readonly model: ModelTally
  /** Request fields that were left out, in any attempt. */
  readonly adjustments: Set<string>
}
