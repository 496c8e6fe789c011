import type { ReportCell } from '../schema/report.ts'
import type { Contest } from './contests.ts'
import type { Axis, Contender } from './differences.ts'
import { isThin, undecided } from './undecided.ts'

export type Standing = Pick<ReportCell, 'rank' | 'rankUndecided'>

/**
 * Ranks of cells by id, within each model and mode. First by successful completions (availability): whoever is not
 * shown to answer less often than the best stands in one tier with it. Within a tier by speed: whoever is not shown
 * to be slower than the fastest shares its rank. Then the same with those that are left. A speed that was not measured
 * comes after those that were. Ranks are places, 1, 1, 3, 3; what share one is a set, so sharing is transitive.
 */
export const ranks = (contests: readonly Contest[]): ReadonlyMap<string, Standing> =>
  new Map(contests.flatMap(rankContest))

function rankContest(contest: Contest): [id: string, standing: Standing][] {
  const places = tiers(contest.contenders, 'availability', contest).flatMap((tier) => {
    const [timed, untimed] = [tier.filter(hasSpeed), tier.filter((each) => !hasSpeed(each))]
    return [...tiers(timed, 'speed', contest), ...(untimed.length > 0 ? [untimed] : [])]
  })
  let before = 0
  return places.flatMap((place) => {
    const rank = before + 1
    before += place.length
    return place.map((each): [string, Standing] => [
      each.cell.id,
      { rank, ...undecided(each, place, contest.differences) },
    ])
  })
}

const hasSpeed = ({ cell, speed }: Contender): boolean => speedOf(cell) !== null && speed.n > 0

const speedOf = ({ mode, ttftMs, e2eMs }: Contender['cell']): number | null =>
  (mode === 'stream' ? ttftMs : e2eMs).p50

/** Cuts a list into those that are not shown to be worse than its best, those that are, but not than the best of these, … */
function tiers(
  contenders: readonly Contender[],
  axis: Axis,
  contest: Contest,
): readonly (readonly Contender[])[] {
  const best = bestOf(contenders, axis, contest)
  if (!best) return []
  const isWorse = ({ cell }: Contender): boolean =>
    contest.differences.relation(best.cell.id, cell.id, axis) === 'better'
  const tier = contenders.filter((each) => !isWorse(each))
  return [tier.toSorted(inOrderOf(best, axis)), ...tiers(contenders.filter(isWorse), axis, contest)]
}

/** The best of those with enough answers, unless one with few is shown to be better all the same. */
function bestOf(
  contenders: readonly Contender[],
  axis: Axis,
  { differences }: Contest,
): Contender | undefined {
  const inOrder = contenders.toSorted((a, b) => Number(isThin(a)) - Number(isThin(b)) || compare(a, b, axis))
  const first = inOrder[0]
  const better = inOrder.filter(
    ({ cell }) => first && differences.relation(cell.id, first.cell.id, axis) === 'better',
  )
  return better.toSorted((a, b) => compare(a, b, axis))[0] ?? first
}

/** The one that all are compared with comes first. Sorting is stable: what is equal stays in the order of the profile. */
const inOrderOf =
  (best: Contender, axis: Axis) =>
  (a: Contender, b: Contender): number =>
    Number(b === best) - Number(a === best) || compare(a, b, axis)

function compare({ cell: a }: Contender, { cell: b }: Contender, axis: Axis): number {
  switch (axis) {
    case 'availability':
      return (b.availability.value ?? 0) - (a.availability.value ?? 0)
    case 'speed':
      return (speedOf(a) ?? 0) - (speedOf(b) ?? 0)
  }
}
