import { randomBytes, randomInt } from 'node:crypto'
import { audits as allAudits } from '../audits/index.ts'
import { expectedTokensOf, questionsOf } from '../audits/questions.ts'
import type { TokenCounts } from '../core/budget.ts'
import type { AuditShape, Cell, Depth, Plan, StoredReference } from '../core/plan.ts'
import { pick } from '../core/registry.ts'
import { UserError } from '../core/text.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { auditWords } from '../words/audits/audit.ts'
import { planRun } from './plan.ts'
import { inWords, thinkingTokensOf, withCosts } from './questions.ts'

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
    thinkingTokens: thinkingTokensOf(loaded.profile, cells),
  }
  const seed = stored?.seed ?? loaded.profile.load?.seed ?? randomInt(2 ** 32)
  const draft: Plan = {
    ...base,
    runId: randomBytes(8).toString('hex'),
    seed,
    cells,
    load: { warmupRounds: 0, concurrency: base.load.concurrency, shape },
  }
  return withCosts(draft, loaded, 'audit', (cell) =>
    questionsOf(draft, shape, cell).map(({ question }) => question),
  )
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
