import type { ReportSpend } from '../schema/report.ts'
import type { ParetoAxis, ParetoGroup } from '../schema/report-standing.ts'
import type { Contest } from './contests.ts'
import type { Axis, Contender } from './differences.ts'
import { type RequestPrices, requestPrices } from './request-price.ts'

/**
 * By model and mode: whom no other relay beats in price, speed and availability together (Pareto). One beats another when it
 * is better in at least one and worse in none; what is not shown by the data counts as neither. Only where at least
 * two prices are known; whoever has none neither beats nor is beaten.
 */
export const reportPareto = (contests: readonly Contest[], spend: ReportSpend | null): ParetoGroup[] =>
  contests.flatMap((contest) =>
    paretoGroup(
      contest,
      requestPrices(
        contest.contenders.map(({ cell }) => cell),
        spend,
      ),
    ),
  )

function paretoGroup({ contenders, differences }: Contest, prices: RequestPrices): ParetoGroup[] {
  const [first] = contenders
  const isKnown = ({ cell }: Contender): boolean => prices.usdPer1000(cell.id) !== null
  if (!first || contenders.filter(isKnown).length < 2) return []
  const better = (a: string, b: string, axis: ParetoAxis): boolean =>
    axis === 'price' ? prices.compare(a, b) === -1 : differences.relation(a, b, axis) === 'better'
  const { model, mode } = first.cell
  return [{ model, mode, cells: contenders.map((each) => standing(each, contenders, prices, better)) }]
}

const axes: readonly ['price', ...Axis[]] = ['price', 'speed', 'availability']

function standing(
  { cell: { id, relay, line } }: Contender,
  all: readonly Contender[],
  prices: RequestPrices,
  better: (a: string, b: string, axis: ParetoAxis) => boolean,
): ParetoGroup['cells'][number] {
  const usdPer1000 = prices.usdPer1000(id)
  const beatenBy = all.flatMap(({ cell: rival }) => {
    if (prices.compare(rival.id, id) === undefined || axes.some((axis) => better(id, rival.id, axis)))
      return []
    const ahead = axes.filter((axis) => better(rival.id, id, axis))
    return ahead.length > 0 ? [{ cell: rival.id, in: ahead }] : []
  })
  const state = usdPer1000 === null ? 'unknown-price' : beatenBy.length > 0 ? 'beaten' : 'unbeaten'
  return { cell: id, relay, line, usdPer1000, state, beatenBy }
}
