import { costsAnything, type PlannedBudget, type PlannedPrice, priceOf, toUsd } from '../core/budget.ts'
import { daysBetween, today } from '../core/clock.ts'
import { inert } from '../core/inert.ts'
import type { Cell, Plan } from '../core/plan.ts'
import { oldAfterDays } from '../core/price.ts'
import type { Text } from '../core/text.ts'
import { requestsOf } from '../plan/budget.ts'
import { usualRate } from '../pricing/book.ts'
import { dollars, yuan } from '../report/figures.ts'
import { cliWords } from '../words/cli.ts'
import type { Terminal } from './terminal.ts'

/** What `--dry-run` says of money: the cap, the most that the whole plan could cost, and that of each relay and model. */
export function describeBudget(budget: PlannedBudget, say: Terminal['say']): readonly string[] {
  const { capUsd, capSource, prices } = budget
  const costs = prices.flatMap(({ worstCase }) => (worstCase ? [worstCase.usd] : []))
  const total = costs.reduce((sum, usd) => sum + usd, 0)
  return [
    say(cliWords.planCap(dollars(capUsd), capSource === 'default')),
    ...(costs.length > 0 ? [say(cliWords.planTotalCost(dollars(total)))] : []),
    ...(total > capUsd ? [say(cliWords.planMayStop)] : []),
    ...(costsAnything(budget) ? [...describePrices(budget, say), describeRate(budget, say)] : []),
  ]
}

/** Each relay and model, or those of one relay. */
export const describePrices = (
  budget: PlannedBudget,
  say: Terminal['say'],
  relay?: string,
): readonly string[] =>
  budget.prices
    .filter((row) => relay === undefined || row.relay === relay)
    .map((row) => `  ${say(describePrice(row, budget))}`)

function describePrice(row: PlannedPrice, budget: PlannedBudget): Text {
  const [relay, model] = [inert(row.relay), inert(row.model)]
  const plain = cliWords.planPrice[row.source](dollars(row.inputUsdPerMtok), dollars(row.outputUsdPerMtok))
  const price = row.list
    ? cliWords.planList(plain, String(row.list.times), row.list.model, row.list.asOf)
    : plain
  if (!row.worstCase) return cliWords.planPriceOnly(relay, model, price)
  const { usd, requests } = row.worstCase
  return cliWords.planCost(relay, model, bothOf(usd, row, budget), String(requests), price)
}

/** In both currencies: "$0.02 / ¥0.15". Yuan are those that the balance costs, where the profile says it. */
const bothOf = (usd: number, row: PlannedPrice, { rate = usualRate }: PlannedBudget): string =>
  `${dollars(usd)} / ${yuan(usd * (row.cnyPerUsd ?? rate.cnyPerUsd))}`

function describeRate({ rate = usualRate, bookAsOf }: PlannedBudget, say: Terminal['say']): string {
  const age = bookAsOf === undefined ? 0 : daysBetween(bookAsOf, today())
  return say(cliWords.planRate(String(rate.cnyPerUsd), rate.asOf, bookAsOf ?? '—', age, age > oldAfterDays))
}

/** The most that the probes of one cell may cost; undefined where nothing can, or time alone bounds it. */
export function cellCost({ budget, load }: Plan, cell: Cell): string | undefined {
  const row = budget?.prices.find(({ relay, model }) => relay === cell.relay && model === cell.model)
  // Questions differ from each other: their sum stands with the relay and model.
  const isAsked = load.shape?.type === 'audit' || load.shape?.type === 'charge'
  const requests = isAsked ? undefined : requestsOf([cell], load)
  if (!budget || !row || row.source === 'simulated' || requests === undefined) return undefined
  return `≤ ${bothOf(toUsd(requests * priceOf(budget.probe, row)), row, budget)}`
}
