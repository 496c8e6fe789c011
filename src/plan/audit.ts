import { randomBytes, randomInt } from 'node:crypto'
import { audits as allAudits } from '../audits/index.ts'
import { expectedTokensOf, mostTokensOf, questionsOf } from '../audits/questions.ts'
import { type PlannedBudget, priceOf, type TokenCounts, toUsd } from '../core/budget.ts'
import type { AuditShape, Cell, Depth, Plan, StoredReference } from '../core/plan.ts'
import { pick } from '../core/registry.ts'
import { UserError } from '../core/text.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import type { Profile } from '../schema/profile.ts'
import { auditWords } from '../words/audits/audit.ts'
import { discoveryRequests, plannedBudget } from './budget.ts'
import { declaredModelId } from './model-id.ts'
import { planRun } from './plan.ts'
import { samplingFor } from './sampling.ts'

/** What a run of audits is asked to do. */
export interface AuditWish {
  readonly depth: Depth
  /** Ids of audits; absent: all. */
  readonly tests?: readonly string[]
  readonly stored?: StoredAnswers
}

/** A run of audits whose references are used once more. Its questions are asked again: its seed, its depth. */
export interface StoredAnswers {
  readonly reference: StoredReference
  readonly seed: number
  readonly shape: AuditShape
}

/** What a model that reasons may think before it answers. */
const thinkingTokens = 1_024

/**
 * A plan whose rounds are the questions of audits, in place of those of the profile's load. One cell for every line of
 * a relay and model: how an answer is asked for, whole or in a stream, is the question's.
 * @throws UserError when an audit is not known, or no relay of the profile can be asked in words.
 */
export function planAudit(loaded: LoadedProfile, { depth, tests, stored }: AuditWish): Plan {
  const chosen = tests ? tests.map((id) => pick(allAudits, id, auditWords.kind)) : allAudits
  const base = planRun(inWords(loaded))
  const cells = base.cells.filter(({ protocol }) => protocol !== 'embeddings')
  if (cells.length === 0 && base.skipped.length === 0) throw new UserError(auditWords.nobody)
  const shape: AuditShape = {
    type: 'audit',
    depth: stored?.shape.depth ?? depth,
    ...(stored && { stored: stored.reference }),
    tests: allAudits.filter((audit) => chosen.includes(audit)).map(({ id, revision }) => ({ id, revision })),
    thinkingTokens: Object.fromEntries(
      cells.map((cell) => [cell.model, thinks(loaded.profile, cell) ? thinkingTokens : 0]),
    ),
  }
  const seed = stored?.seed ?? loaded.profile.load?.seed ?? randomInt(2 ** 32)
  const draft: Plan = {
    ...base,
    runId: randomBytes(8).toString('hex'),
    seed,
    cells,
    load: { warmupRounds: 0, concurrency: base.load.concurrency, shape },
  }
  return withCosts(draft, shape, loaded)
}

/** The profile with a load of no shape of its own, one cell for every model. */
const inWords = (loaded: LoadedProfile): LoadedProfile => {
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

function thinks(profile: Profile, { relay, model }: Cell): boolean {
  const found = profile.relays.find(({ name }) => name === relay)
  const modelId = (found && declaredModelId(profile, found, model)) ?? model
  const { reasoningEffort } = samplingFor(profile, modelId)
  return reasoningEffort !== undefined && reasoningEffort !== 'none'
}

/** What the questions of every cell may cost, and how many there are. */
function withCosts(draft: Plan, shape: AuditShape, loaded: LoadedProfile): Plan {
  const rounds = Math.max(0, ...draft.cells.map((cell) => questionsOf(draft, shape, cell).length))
  const most = draft.cells.map((cell) =>
    questionsOf(draft, shape, cell).map(({ question }) => mostTokensOf(question)),
  )
  const all = most.flat()
  const base = plannedBudget(loaded, draft.cells, { ...draft.load, rounds })
  const largest = (of: (tokens: TokenCounts) => number): number => Math.max(0, ...all.map(of))
  const budget: PlannedBudget = {
    ...base,
    probe: {
      inputTokens: largest(({ inputTokens }) => inputTokens),
      outputTokens: largest(({ outputTokens }) => outputTokens),
    },
    prices: base.prices.map((row) => ({ ...row, worstCase: worstCase(row, draft, most, base, loaded) })),
  }
  return {
    ...draft,
    load: { ...draft.load, rounds },
    workload: {
      name: 'audit',
      promptBytes: budget.probe.inputTokens,
      maxOutputTokens: budget.probe.outputTokens,
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

/** What one audit is expected to take, of one relay and model that is honest. */
export interface AuditCost {
  readonly audit: string
  readonly requests: number
  readonly expected: TokenCounts
}

/** What each audit of a cell takes where it is asked to its end. */
export function auditCosts(plan: Plan, shape: AuditShape, cell: Cell): readonly AuditCost[] {
  const all = questionsOf(plan, shape, cell)
  return shape.tests.map(({ id }) => {
    const own = all
      .filter(({ label, question }) => label.audit === id && !question.isSpare)
      .map(({ question }) => question)
    return {
      audit: id,
      requests: own.length,
      expected: total(own.map(expectedTokensOf)),
    }
  })
}

const total = (counts: readonly TokenCounts[]): TokenCounts => ({
  inputTokens: counts.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
  outputTokens: counts.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
})
