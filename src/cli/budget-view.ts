import { costsAnything, type PlannedBudget, type PlannedPrice } from '../core/budget.ts'
import { inert } from '../core/inert.ts'
import { dollars } from '../report/figures.ts'
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
    ...(costsAnything(budget) ? prices.map((price) => `  ${say(describePrice(price))}`) : []),
  ]
}

function describePrice(row: PlannedPrice) {
  const [relay, model] = [inert(row.relay), inert(row.model)]
  const price = cliWords.planPrice[row.source](dollars(row.inputUsdPerMtok), dollars(row.outputUsdPerMtok))
  return row.worstCase
    ? cliWords.planCost(relay, model, dollars(row.worstCase.usd), String(row.worstCase.requests), price)
    : cliWords.planPriceOnly(relay, model, price)
}
