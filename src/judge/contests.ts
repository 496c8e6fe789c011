import { groupBy } from '../core/group.ts'
import type { Cell } from '../core/plan.ts'
import { remembered } from '../core/remember.ts'
import type { Sample } from '../statistics/sample.ts'
import { boschloo } from '../statistics/share-difference.ts'
import type { CellTally } from './cell-tally.ts'
import { type Contender, type Differences, differences } from './differences.ts'

/** The cells of a model and mode that can be set in order, each compared with each. */
export interface Contest {
  readonly contenders: readonly Contender[]
  readonly differences: Differences
}

/** No answer at all, or a speed that our own delay is too much of: no contender. */
export function contests(all: readonly Contender[]): readonly Contest[] {
  const able = all.filter(({ cell: { ok, clientLimited } }) => ok > 0 && !clientLimited)
  const groups = groupBy(able, ({ cell: { model, mode } }) => JSON.stringify([model, mode]))
  const sharesP = remembered(boschloo, (a, b) => `${a.successes}/${a.n} ${b.successes}/${b.n}`)
  return [...groups.values()].map((contenders) => ({
    contenders,
    differences: differences(contenders, sharesP),
  }))
}

/** What the speed of a cell is judged by. */
export const speedSample = ({ mode }: Pick<Cell, 'mode'>, { metrics }: CellTally): Sample =>
  (mode === 'stream' ? metrics.ttftMs : metrics.e2eMs).sample()
