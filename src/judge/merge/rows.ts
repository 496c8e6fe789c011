import { groupBy } from '../../core/group.ts'
import type { Mergeable, MergeableCell } from '../../schema/mergeable.ts'
import type { MergedRow } from '../../schema/merged.ts'
import { mergedDistribution } from '../../statistics/merged-distribution.ts'
import { wilson } from '../../statistics/wilson.ts'

interface Placed {
  readonly vantage: string
  readonly cell: MergeableCell
}

/** A row for each relay, model and mode at each vantage point, and one for all of them where there are several. */
export function mergedRows(reports: readonly Mergeable[], anytime: boolean): readonly MergedRow[] {
  const cells = reports.flatMap(({ vantage, cells }) => cells.map((cell) => ({ vantage, cell })))
  const several = new Set(reports.map(({ vantage }) => vantage)).size > 1
  return [...groupBy(cells, ({ cell }) => keyOf(cell))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => {
      const byVantage = [...groupBy(group, ({ vantage }) => vantage)].sort(([a], [b]) => (a < b ? -1 : 1))
      return [
        ...(several ? [rowOf(null, group, anytime)] : []),
        ...byVantage.map(([vantage, own]) => rowOf(vantage, own, anytime)),
      ]
    })
}

const keyOf = ({ model, mode, relay, line, protocol }: MergeableCell): string =>
  JSON.stringify([model, mode, relay, line, protocol])

function rowOf(vantage: string | null, group: readonly Placed[], anytime: boolean): MergedRow {
  const cells = group.map(({ cell }) => cell)
  const [some] = cells
  if (!some) throw new Error('a group is never empty')
  const { relay, line, model, protocol, mode } = some
  const sum = (of: (cell: MergeableCell) => number): number =>
    cells.reduce((total, cell) => total + of(cell), 0)
  const spread = (of: (cell: MergeableCell) => MergeableCell['e2eMs']) =>
    mergedDistribution(cells.map(of), { intervals: !anytime })
  return {
    ...{ vantage, relay, line, model, protocol, mode },
    reports: cells.length,
    sent: sum(({ sent }) => sent),
    ok: sum(({ ok }) => ok),
    availability: availability(cells, anytime),
    ttftMs: spread(({ ttftMs }) => ttftMs),
    ttftColdMs: spread(({ ttftColdMs }) => ttftColdMs),
    e2eMs: spread(({ e2eMs }) => e2eMs),
    connectMs: spread(({ connectMs }) => connectMs),
    outcomes: outcomesOf(cells),
    clientLimited: cells.filter(({ clientLimited }) => clientLimited).length,
  }
}

/** Shares are whole numbers of probes again: each report states its n. */
function availability(cells: readonly MergeableCell[], anytime: boolean): MergedRow['availability'] {
  const n = cells.reduce((sum, cell) => sum + cell.availability.n, 0)
  const ok = cells.reduce(
    (sum, cell) => sum + Math.round((cell.availability.value ?? 0) * cell.availability.n),
    0,
  )
  const share = wilson(ok, n)
  return anytime ? { ...share, low: null, high: null } : share
}

function outcomesOf(cells: readonly MergeableCell[]): Record<string, number> {
  const sums = new Map<string, number>()
  for (const { outcomes } of cells)
    for (const [outcome, n] of Object.entries(outcomes)) sums.set(outcome, (sums.get(outcome) ?? 0) + n)
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
}
