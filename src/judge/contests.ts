import { groupBy } from '../core/group.ts'
import type { Cell } from '../core/plan.ts'
import type { Sample } from '../statistics/sample.ts'
import type { CellTally } from './cell-tally.ts'
import { type Contender, type Differences, differences } from './differences.ts'

/** The cells of a model and mode that can be set in order, each compared with each. */
export interface Contest {
  readonly contenders: readonly Contender[]
  readonly differences: Differences
}

/** No answer at all, or a speed that our own delay is too much of: no contender. */
export const contests = (all: readonly Contender[]): readonly Contest[] =>
  [
    ...groupBy(
      all.filter(({ cell: { ok, clientLimited } }) => ok > 0 && !clientLimited),
      ({ cell: { model, mode } }) => JSON.stringify([model, mode]),
    ).values(),
  ].map((contenders) => ({ contenders, differences: differences(contenders) }))

/** What the speed of a cell is judged by. */
export const speedSample = ({ mode }: Pick<Cell, 'mode'>, { metrics }: CellTally): Sample =>
  (mode === 'stream' ? metrics.ttftMs : metrics.e2eMs).sample()
