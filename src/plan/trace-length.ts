import type { Cell, LoadShape } from '../core/plan.ts'
import { UserError } from '../core/text.ts'
import { loadWords } from '../words/load.ts'
import type { lengthOf } from './settings.ts'

type Length = ReturnType<typeof lengthOf>
type Stated = { readonly requests?: number | undefined }

/**
 * A run is as long as its trace, or shorter: whole rounds, so that every cell gets as many probes as the next. The plan
 * keeps no more of the trace than it uses.
 * @throws UserError when the trace has fewer arrivals than a relay has cells
 */
export function fitted(
  shape: LoadShape | undefined,
  length: Length,
  cells: readonly Pick<Cell, 'relay'>[],
  { requests = Number.POSITIVE_INFINITY }: Stated = {},
): { readonly shape: LoadShape | undefined; readonly length: Length } {
  if (shape?.type !== 'trace' || !('rounds' in length)) return { shape, length }
  const most = mostCells(cells)
  const rounds = Math.min(requests, Math.floor(shape.atMs.length / most))
  if (rounds < 1)
    throw new UserError(loadWords.traceShort(shape.file, String(shape.atMs.length), String(most)))
  return { shape: { ...shape, atMs: shape.atMs.slice(0, rounds * most) }, length: { rounds } }
}

/** Cells of the relay that has the most of them. */
function mostCells(cells: readonly Pick<Cell, 'relay'>[]): number {
  const counts = new Map<string, number>()
  for (const { relay } of cells) counts.set(relay, (counts.get(relay) ?? 0) + 1)
  return Math.max(1, ...counts.values())
}
