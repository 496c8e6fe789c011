import { groupBy } from '../../core/group.ts'
import { UserError } from '../../core/text.ts'
import type { Comparison } from '../../schema/comparison.ts'
import { compareWords as words } from '../../words/compare.ts'
import type { ComparedCell, Side } from './side.ts'

export type MatchedBy = Comparison['matchedBy']

export interface Match {
  readonly baseline: ComparedCell
  readonly candidate: ComparedCell
}

export interface Matched {
  readonly matches: readonly Match[]
  /** Cells that the other side has nothing for. */
  readonly alone: { readonly baseline: readonly ComparedCell[]; readonly candidate: readonly ComparedCell[] }
}

/**
 * By relay where a name occurs on both sides; by model where there is one relay on each, as with two vendors.
 * @throws UserError when it is neither.
 */
export function howToMatch(baseline: Side, others: readonly Side[]): MatchedBy {
  const names = relaysOf(baseline)
  if (others.every((side) => relaysOf(side).some((name) => names.includes(name)))) return 'relay'
  const apart = [baseline, ...others].find((side) => relaysOf(side).length > 1)
  if (apart) throw new UserError(words.noSharedRelay(apart.label), words.noSharedRelayHint)
  return 'model'
}

const relaysOf = ({ cells }: Side): readonly string[] => [...new Set(cells.map(({ relay }) => relay))]

export function matchCells(baseline: Side, candidate: Side, by: MatchedBy): Matched {
  const theirs = groupBy(candidate.cells, keyOf(by))
  const matches = [...groupBy(baseline.cells, keyOf(by))].flatMap(([key, cells]) =>
    matchGroup(cells, theirs.get(key) ?? []),
  )
  const matched = new Set(matches.flatMap((match) => [match.baseline, match.candidate]))
  const alone = ({ cells }: Side) => cells.filter((cell) => !matched.has(cell))
  return { matches, alone: { baseline: alone(baseline), candidate: alone(candidate) } }
}

const keyOf =
  (by: MatchedBy) =>
  ({ relay, line, model, protocol, mode }: ComparedCell): string =>
    JSON.stringify(by === 'relay' ? [relay, line, model, protocol, mode] : [model, mode])

/** Two alone are a match, whatever they speak: vendors differ in that. Of several, those of the same line and protocol are. */
function matchGroup(baseline: readonly ComparedCell[], candidate: readonly ComparedCell[]): Match[] {
  const [one, ...more] = baseline
  const [other, ...others] = candidate
  if (one && other && more.length === 0 && others.length === 0) return [{ baseline: one, candidate: other }]
  return baseline.flatMap((cell) => {
    const twin = candidate.find(({ line, protocol }) => line === cell.line && protocol === cell.protocol)
    return twin ? [{ baseline: cell, candidate: twin }] : []
  })
}
