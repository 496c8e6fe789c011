import type { Question } from '../audits/audit.ts'
import { mostTokensOf } from '../audits/questions.ts'
import { type PlannedBudget, priceOf, type TokenCounts, toUsd } from '../core/budget.ts'
import type { Cell, Plan } from '../core/plan.ts'
import { larger } from '../metrics/cost.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import type { Profile } from '../schema/profile.ts'
import { discoveryRequests, plannedBudget } from './budget.ts'
import { declaredModelId } from './model-id.ts'
import { samplingFor } from './sampling.ts'

/** Plans whose requests are questions, each its own, in place of one prompt that is sent again and again. */

/** What a model that reasons may think before it answers. */
const thinkingTokens = 1_024

/** By model. */
export const thinkingTokensOf = (
  profile: Profile,
  cells: readonly Cell[],
): Readonly<Record<string, number>> =>
  Object.fromEntries(cells.map((cell) => [cell.model, thinks(profile, cell) ? thinkingTokens : 0]))

function thinks(profile: Profile, { relay, model }: Cell): boolean {
  const found = profile.relays.find(({ name }) => name === relay)
  const modelId = (found && declaredModelId(profile, found, model)) ?? model
  const { reasoningEffort } = samplingFor(profile, modelId)
  return reasoningEffort !== undefined && reasoningEffort !== 'none'
}

/** The profile with a load of no shape of its own, one cell for every model. */
export const inWords = (loaded: LoadedProfile): LoadedProfile => {
  const { load, ...profile } = loaded.profile
  const { concurrency, seed } = load ?? {}
  return {
    ...loaded,
    profile: {
      ...profile,
      stream: true,
      load: { ...(concurrency !== undefined && { concurrency }), ...(seed !== undefined && { seed }) },
    },
  }
}

/** What the questions of every cell may cost, and how many there are. */
export function withCosts(
  draft: Plan,
  loaded: LoadedProfile,
  name: string,
  questionsFor: (cell: Cell) => readonly Question[],
): Plan {
  const most = draft.cells.map((cell) => questionsFor(cell).map(mostTokensOf))
  const rounds = Math.max(0, ...most.map(({ length }) => length))
  const all = most.flat()
  const largest = all.reduce(larger, { inputTokens: 0, outputTokens: 0 })
  // Prices are those of the longest question: many vendors charge more from some length on.
  const base = plannedBudget(loaded, draft.cells, { ...draft.load, rounds }, largest)
  const budget: PlannedBudget = {
    ...base,
    prices: base.prices.map((row) => ({ ...row, worstCase: worstCase(row, draft, most, base, loaded) })),
  }
  return {
    ...draft,
    load: { ...draft.load, rounds },
    workload: {
      name,
      promptBytes: largest.inputTokens,
      maxOutputTokens: largest.outputTokens,
    },
    worstCase: {
      requests: all.length + loaded.profile.relays.reduce((sum, relay) => sum + discoveryRequests(relay), 0),
      inputTokens: all.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
      outputTokens: all.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
    },
    budget,
  }
}

function worstCase(
  row: PlannedBudget['prices'][number],
  { cells }: Plan,
  most: readonly (readonly TokenCounts[])[],
  { prices, discovery }: PlannedBudget,
  { profile }: LoadedProfile,
): { readonly requests: number; readonly usd: number } {
  const own = cells.flatMap(({ relay, model }, i) =>
    relay === row.relay && model === row.model ? (most[i] ?? []) : [],
  )
  const relay = profile.relays.find(({ name }) => name === row.relay)
  const isFirst = prices.find((each) => each.relay === row.relay)?.model === row.model
  const discoveries = relay && isFirst ? discoveryRequests(relay) : 0
  const nano = own.reduce((sum, tokens) => sum + priceOf(tokens, row), 0)
  return { requests: own.length + discoveries, usd: toUsd(nano + discoveries * priceOf(discovery, row)) }
}
