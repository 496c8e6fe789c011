import { AuditAnswers } from '../audits/answers.ts'
import type { Observation } from '../core/observation.ts'
import type { Cell, Plan, Probe } from '../core/plan.ts'
import type { Profile } from '../schema/profile.ts'

/** Which questions of audits need not be asked any more, by what was answered so far. */
export class AuditProgress {
  readonly #answers: AuditAnswers | undefined
  readonly #cells: readonly Cell[]

  /** @param earlier what earlier sessions of the run were answered */
  constructor(plan: Plan, { relays }: Profile, earlier: readonly Observation[] = []) {
    const { shape } = plan.load
    const references = new Set(relays.filter(({ reference }) => reference).map(({ name }) => name))
    this.#cells = plan.cells
    if (shape?.type === 'audit') this.#answers = new AuditAnswers(plan, shape, references)
    for (const observation of earlier) this.#answers?.add(observation)
  }

  /** Takes the last attempt of a probe. */
  take(observation: Observation): void {
    this.#answers?.add(observation)
  }

  /**
   * Whether a probe is still worth its money. References are asked as long as anybody is compared with them; where
   * nobody is, all is asked that every relay is, to be kept for later runs.
   */
  isWanted({ cell, question: label }: Pick<Probe, 'cell' | 'question'>): boolean {
    const answers = this.#answers
    const audit = answers?.audits.find(({ id }) => id === label?.audit)
    const question = label && answers?.question(cell, label)
    if (!answers || !audit?.isWanted || !question) return true
    const compared = answers.isReference(cell)
      ? this.#cells.filter((each) => each.model === cell.model && !answers.isReference(each))
      : [cell]
    if (compared.length === 0) return !question.isSpare
    return compared.some((each) => audit.isWanted?.(question, answers.evidence(each, audit)))
  }
}
