import { groupBy } from '../core/group.ts'
import type { ReportCell } from '../schema/report.ts'

export type Unranked = Omit<ReportCell, 'rank'>

/** Below so many answers a cell is ranked after all that have more: one lucky answer must not lead a table. */
const fewestAnswers = 10

/**
 * Ranks of cells by id, within each model and mode: successful completions first (availability), then TTFT p50 for
 * streams and E2E p50 otherwise; a cell without that p50 comes after those with one. A cell whose intervals of
 * both overlap those of the cell that leads its group shares the leader's rank. No answer at all, or
 * a speed that our own delay is too much of: no rank.
 */
export function ranks(cells: readonly Unranked[]): ReadonlyMap<string, number> {
  const groups = groupBy(
    cells.filter(({ ok, clientLimited }) => ok > 0 && !clientLimited),
    ({ model, mode }) => JSON.stringify([model, mode]),
  )
  return new Map([...groups.values()].flatMap(rankGroup))
}

function rankGroup(cells: readonly Unranked[]): [id: string, rank: number][] {
  let leader: { cell: Unranked; rank: number } | undefined
  return cells.toSorted(compare).map((cell, index) => {
    if (!leader || !indistinguishable(leader.cell, cell)) leader = { cell, rank: index + 1 }
    return [cell.id, leader.rank]
  })
}

/** Array.sort is stable, so what is equal in everything stays in the order of the profile. */
function compare(a: Unranked, b: Unranked): number {
  return (
    Number(isThin(a)) - Number(isThin(b)) ||
    (b.availability.value ?? 0) - (a.availability.value ?? 0) ||
    difference(speed(a).p50 ?? Number.POSITIVE_INFINITY, speed(b).p50 ?? Number.POSITIVE_INFINITY)
  )
}

const difference = (a: number, b: number): number => (a === b ? 0 : a - b)

const isThin = ({ ok }: Unranked): boolean => ok < fewestAnswers

const speed = ({ mode, ttftMs, e2eMs }: Unranked) => (mode === 'stream' ? ttftMs : e2eMs)

function indistinguishable(a: Unranked, b: Unranked): boolean {
  const [speedA, speedB] = [speed(a), speed(b)]
  return (
    isThin(a) === isThin(b) &&
    overlap([a.availability.low, a.availability.high], [b.availability.low, b.availability.high]) &&
    (speedA.p50 === null) === (speedB.p50 === null) &&
    overlap(speedA.intervals.p50, speedB.intervals.p50)
  )
}

type Ends = readonly [number | null, number | null]

/** Whether two intervals have a point in common; an open end reaches as far as can be. */
const overlap = ([lowA, highA]: Ends, [lowB, highB]: Ends): boolean =>
  (lowA ?? 0) <= (highB ?? Number.POSITIVE_INFINITY) && (lowB ?? 0) <= (highA ?? Number.POSITIVE_INFINITY)
