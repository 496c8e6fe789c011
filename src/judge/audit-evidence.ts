import { AuditAnswers } from '../audits/answers.ts'
import { toNano, toUsd } from '../core/budget.ts'
import type { RunHeader } from '../core/journal.ts'
import type { Observation } from '../core/observation.ts'
import type { AuditShape, QuestionLabel } from '../core/plan.ts'
import { reportedTokens } from '../metrics/cost.ts'
import { declaredReferences } from './profile-facts.ts'

interface Totals {
  readonly requests: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly usd: number
}

const nothing: Totals = { requests: 0, inputTokens: 0, outputTokens: 0, usd: 0 }

/** What a journal says of audits: their answers, which are few, and what asking cost. */
export class AuditEvidence {
  readonly answers: AuditAnswers
  readonly #totals = new Map<string, Totals>()
  #ok = 0

  constructor({ plan, profile }: RunHeader, shape: AuditShape) {
    this.answers = new AuditAnswers(plan, shape, declaredReferences(profile))
  }

  add(observation: Observation, { audit }: QuestionLabel, ok: boolean): void {
    this.answers.add(observation)
    if (ok) this.#ok++
    const before = this.totals(audit)
    const { inputTokens, outputTokens } = reportedTokens(observation)
    this.#totals.set(audit, {
      requests: before.requests + 1,
      inputTokens: before.inputTokens + inputTokens,
      outputTokens: before.outputTokens + outputTokens,
      usd: toUsd(toNano(before.usd) + toNano(observation.costUsd ?? 0)),
    })
  }

  /** Every attempt of an audit's questions, at all relays. */
  totals(audit: string): Totals {
    return this.#totals.get(audit) ?? nothing
  }

  /** Of all audits. */
  get sum(): Totals & { readonly ok: number } {
    const sum = (of: (totals: Totals) => number): number =>
      [...this.#totals.values()].reduce((total, each) => total + of(each), 0)
    return {
      requests: sum(({ requests }) => requests),
      inputTokens: sum(({ inputTokens }) => inputTokens),
      outputTokens: sum(({ outputTokens }) => outputTokens),
      usd: sum(({ usd }) => usd),
      ok: this.#ok,
    }
  }
}
