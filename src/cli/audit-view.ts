import { auditNamed } from '../audits/index.ts'
import { costsAnything, type PlannedPrice, priceOf, toUsd } from '../core/budget.ts'
import type { AuditShape, Cell, Plan } from '../core/plan.ts'
import { type AuditCost, auditCosts } from '../plan/audit.ts'
import { count, dollars } from '../report/figures.ts'
import { terminal as drawn } from '../report/terminal.ts'
import type { TablePart } from '../report/view.ts'
import { AuditProgress } from '../run/audit-progress.ts'
import type { Profile } from '../schema/profile.ts'
import { auditWords as words } from '../words/audits/audit.ts'
import { cliWords } from '../words/cli.ts'
import { describeBudget } from './budget-view.ts'
import type { Terminal } from './terminal.ts'

/** What `audit --dry-run` prints: what each audit asks, and what that costs, before anything is sent. */
export function describeAudits(plan: Plan, profile: Profile, terminal: Terminal): string {
  const { shape } = plan.load
  if (shape?.type !== 'audit' || plan.cells.length === 0) return terminal.say(words.nobody)
  const { say } = terminal
  const costs = plan.cells.map((cell) => costsOf(plan, shape, cell, profile))
  const largest = costs.toSorted((a, b) => sumOf(b, '').requests - sumOf(a, '').requests)[0] ?? []
  const { requests, expected } = sumOf(costs.flat(), '')
  const leftOut = shape.tests.filter(({ id }) => !costs.flat().some(({ audit }) => audit === id))
  const view = [
    {
      title: say(words.planTitle(shape.depth)),
      level: 1 as const,
      parts: [costTable(plan, largest, terminal)],
    },
  ]
  return [
    drawn(view, terminal).trimEnd(),
    '',
    say(words.planCells(String(plan.cells.length))),
    say(words.planTotal(count(requests), count(expected.inputTokens), count(expected.outputTokens))),
    ...(leftOut.length > 0 ? [say(words.planLeftOut(leftOut.map(({ id }) => id).join(', ')))] : []),
    say(words.planExpected),
    say(cliWords.planSeed(plan.seed)),
    ...(plan.budget ? describeBudget(plan.budget, say) : []),
  ].join('\n')
}

/** What a cell is asked; nothing of audits that have nothing to compare it with. */
function costsOf(plan: Plan, shape: AuditShape, cell: Cell, profile: Profile): readonly AuditCost[] {
  const progress = new AuditProgress(plan, profile)
  return auditCosts(plan, shape, cell).filter(({ audit }) =>
    progress.isWanted({ cell, question: { audit, number: 0 } }),
  )
}

/** A row for each audit, for one relay and model, in dollars at every price that the plan knows. */
function costTable(plan: Plan, costs: readonly AuditCost[], { say }: Terminal): TablePart {
  const prices = plan.budget && costsAnything(plan.budget) ? distinct(plan.budget.prices) : []
  return {
    type: 'table',
    columns: [
      { id: 'audit', head: say(words.columns.audit), align: 'left' },
      { id: 'what', head: say(words.columns.what), align: 'left', wrapsFrom: 16 },
      { id: 'requests', head: say(words.columns.requests), align: 'right' },
      { id: 'in', head: say(words.columns.input), align: 'right' },
      { id: 'out', head: say(words.columns.output), align: 'right' },
      ...prices.map((price, i) => ({
        id: `usd${i}`,
        head: say(words.columns.usd(dollars(price.inputUsdPerMtok), dollars(price.outputUsdPerMtok))),
        align: 'right' as const,
      })),
    ],
    rows: [...costs, sumOf(costs, say(words.total))].map((cost) => [
      { text: cost.audit },
      { text: titleOf(cost, say) },
      { text: count(cost.requests) },
      { text: count(cost.expected.inputTokens) },
      { text: count(cost.expected.outputTokens) },
      ...prices.map((price) => ({ text: dollars(toUsd(costAt(cost, price))) })),
    ]),
    dropOrder: ['what'],
    whenDropped: {},
  }
}

const titleOf = ({ audit }: AuditCost, say: Terminal['say']): string => {
  const found = auditNamed(audit)
  return found ? say(found.title) : ''
}

const costAt = ({ expected, requests }: AuditCost, price: PlannedPrice): number =>
  priceOf(expected, { ...price, perRequestUsd: 0 }) +
  requests * priceOf({ inputTokens: 0, outputTokens: 0 }, price)

const distinct = (prices: readonly PlannedPrice[]): readonly PlannedPrice[] => [
  ...new Map(
    prices
      .filter(({ source }) => source !== 'simulated')
      .map((price) => [`${price.inputUsdPerMtok} ${price.outputUsdPerMtok} ${price.perRequestUsd}`, price]),
  ).values(),
]

const sumOf = (costs: readonly AuditCost[], name: string): AuditCost => ({
  audit: name,
  requests: costs.reduce((sum, { requests }) => sum + requests, 0),
  expected: {
    inputTokens: costs.reduce((sum, { expected }) => sum + expected.inputTokens, 0),
    outputTokens: costs.reduce((sum, { expected }) => sum + expected.outputTokens, 0),
  },
})
