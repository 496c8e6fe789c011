import type { PlannedBudget } from '../core/budget.ts'
import { inert } from '../core/inert.ts'
import type { Cell, Plan } from '../core/plan.ts'
import { roundOrder } from '../plan/order.ts'
import { cliWords } from '../words/cli.ts'
import { earlyStopWords } from '../words/early-stops.ts'
import { mergeWords } from '../words/merge.ts'
import { cellCost, describeBudget, describePrices } from './budget-view.ts'
import { describeLoad } from './load-view.ts'
import type { Terminal } from './terminal.ts'

const roundsShown = 3
const cellsShown = 60

/** Number of the i-th round of this machine. */
const roundAt = ({ load: { shard } }: Plan, i: number): number => (shard ? shard.index + i * shard.of : i + 1)

/**
 * What `--dry-run` prints: cells, order, upper bounds.
 * @param keyed the budget of the same plan with all keys set, to say what the relays without one would cost
 */
export function describePlan(plan: Plan, terminal: Terminal, keyed?: PlannedBudget): string {
  const { say } = terminal
  const { load, worstCase } = plan
  // A ladder, and batches of questions, have no rounds in a drawn order.
  const hasSteps = load.shape?.type === 'ladder' || load.shape?.type === 'charge'
  const rounds = load.rounds === undefined ? `${(load.durationMs ?? 0) / 1000}s` : String(load.rounds)
  const shown = hasSteps ? 0 : Math.min(roundsShown, load.rounds ?? roundsShown)
  const order = (round: number): string =>
    roundOrder(plan, round)
      .slice(0, cellsShown)
      .map(({ id }) => id)
      .join(' ')
  return [
    say(cliWords.planHeading),
    ...(hasSteps ? [] : [say(cliWords.planCells(plan.cells.length, rounds, load.warmupRounds))]),
    worstCase
      ? say(
          cliWords.planWorstCase(
            String(worstCase.requests),
            String(worstCase.inputTokens),
            String(worstCase.outputTokens),
          ),
        )
      : say(cliWords.planUnbounded),
    ...(load.shard ? [say(mergeWords.planShard(String(load.shard.index), String(load.shard.of)))] : []),
    ...describeEndings(load, say),
    say(cliWords.planSeed(plan.seed)),
    ...(plan.budget ? describeBudget(plan.budget, say) : []),
    ...describeLoad(plan, terminal),
    '',
    ...plan.cells.map((cell) => describeCell(cell, load.concurrency[cell.relay] ?? 1, cellCost(plan, cell))),
    '',
    ...Array.from({ length: shown }, (_, i) =>
      say(cliWords.planOrder(roundAt(plan, i), order(roundAt(plan, i)))),
    ),
    ...plan.skipped.flatMap((skipped) => [
      say(
        cliWords.planSkipped(
          inert(skipped.relay),
          say(skipped.reason === 'no-key' ? cliWords.planNoKey(skipped.env) : cliWords.planNotAllowed),
        ),
      ),
      ...(keyed ? describePrices(keyed, say, skipped.relay) : []),
    ]),
  ].join('\n')
}

const describeEndings = (
  { until = [], dropLosers }: Plan['load'],
  say: Terminal['say'],
): readonly string[] => [
  ...(until.length > 0
    ? [say(earlyStopWords.planUntil(until.map(({ text }) => inert(text)).join(', ')))]
    : []),
  ...(dropLosers ? [say(earlyStopWords.planDropLosers)] : []),
]

const describeCell = (
  { id, relay, line, model, protocol, mode }: Cell,
  concurrency: number,
  cost: string | undefined,
): string =>
  `${id.padEnd(5)} ${inert(line === undefined ? relay : `${relay} (${line})`)}  ${inert(model)}  ${protocol}  ${mode}  x${concurrency}${cost === undefined ? '' : `  ${cost}`}`
