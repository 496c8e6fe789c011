import type { TokenCounts } from '../core/budget.ts'
import { estimatedTokens } from '../core/estimated-tokens.ts'
import { oncePerCell } from '../core/once-per-cell.ts'
import { type AuditShape, type Cell, type Plan, type QuestionLabel, storedPrefix } from '../core/plan.ts'
import type { Audit, Question, Setting } from './audit.ts'
import { auditNamed } from './index.ts'

/** A question with its place in the run. */
export interface PlacedQuestion {
  readonly label: QuestionLabel
  /** From 1 on, over all audits: relays ask the same round at the same time. */
  readonly round: number
  readonly question: Question
}

/** The plan's audits that this version knows; others have no questions here. */
export const auditsOf = ({ tests }: AuditShape): readonly Audit[] =>
  tests.flatMap(({ id, revision }) => {
    const audit = auditNamed(id)
    return audit?.revision === revision ? [audit] : []
  })

/** What the audits of a cell are made from. */
export const settingOf = (plan: Plan, shape: AuditShape, { id, model }: Cell): Setting => ({
  depth: shape.depth,
  model,
  seed: `${plan.seed} ${model}`,
  own: id.startsWith(storedPrefix)
    ? `${shape.stored?.runId} ${id.slice(storedPrefix.length)}`
    : `${plan.runId} ${id}`,
  thinkingTokens: shape.thinkingTokens[model] ?? 0,
})

/** All questions that a cell may be asked, in order. */
export const questionsOf = oncePerCell((plan, shape: AuditShape, cell) =>
  placed(settingOf(plan, shape, cell), auditsOf(shape)),
)

/** The question of that label; undefined where the plan has none. */
export const questionLabelled = (
  plan: Plan,
  shape: AuditShape,
  cell: Cell,
  { audit, number }: QuestionLabel,
): Question | undefined =>
  questionsOf(plan, shape, cell).find(({ label }) => label.audit === audit && label.number === number)
    ?.question

/** Questions of several audits, one audit after the other. */
const placed = (setting: Setting, audits: readonly Audit[]): readonly PlacedQuestion[] =>
  audits
    .flatMap((audit) =>
      audit.questions(setting).map((question, number) => ({ label: { audit: audit.id, number }, question })),
    )
    .map((each, index) => ({ ...each, round: index + 1 }))

/** Tokens that a chat template may add around a prompt, and that it usually adds. */
const mostTemplateTokens = 64
const usualTemplateTokens = 8
/** Of a small picture, by the rules of the vendors in use. */
const mostPictureTokens = 2_000
const usualPictureTokens = 100

const wordsOf = ({ ask: { prompt, system = '', tools, schema } }: Question): string =>
  [
    system,
    prompt,
    tools && JSON.stringify(tools.map((tool) => ({ type: 'function', function: tool }))),
    schema && JSON.stringify(schema.schema),
  ]
    .filter((part) => part)
    .join('\n')

/** The most that a question can use: no tokenizer makes more than one token of a byte. */
export const mostTokensOf = (question: Question): TokenCounts => ({
  inputTokens:
    (question.mostInputTokens ?? Buffer.byteLength(wordsOf(question))) +
    mostTemplateTokens +
    (question.ask.pngBase64 === undefined ? 0 : mostPictureTokens),
  outputTokens: question.ask.maxOutputTokens * (question.ask.answers ?? 1),
})

/** What it usually uses. */
export const expectedTokensOf = (question: Question): TokenCounts =>
  question.isRefused || question.isSpare
    ? { inputTokens: 0, outputTokens: 0 }
    : {
        inputTokens:
          estimatedTokens(wordsOf(question)) +
          usualTemplateTokens +
          (question.ask.pngBase64 === undefined ? 0 : usualPictureTokens),
        outputTokens: question.expectedOutputTokens,
      }
