import { AuditAnswers } from '../audits/answers.ts'
import type { Audit } from '../audits/audit.ts'
import type { Observation } from '../core/observation.ts'
import type { Cell, Plan, Probe } from '../core/plan.ts'
import type { Profile } from '../schema/profile.ts'

/** Which questions of audits need not be asked any more, by what was answered so far. */
export class AuditProgress {
  readonly #answers: AuditAnswers | undefined
  readonly #cells: readonly Cell[]
  /** Subjects and audits that no further answer can change. */
  readonly #decided = new Set<string>()

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

  /** Whether a probe is still worth its money. References are asked as long as anybody is compared with them. */
  isWanted({ cell, question }: Pick<Probe, 'cell' | 'question'>): boolean {
    const answers = this.#answers
    const audit = answers?.audits.find(({ id }) => id === question?.audit)
    if (!answers || !audit?.isDecided) return true
    const compared = answers.isReference(cell)
      ? this.#cells.filter((each) => each.model === cell.model && !answers.isReference(each))
      : [cell]
    return compared.some((each) => !this.#isDecided(answers, each, audit))
  }

  #isDecided(answers: AuditAnswers, cell: Cell, audit: Audit): boolean {
    const key = `${cell.id} ${audit.id}`
    if (!this.#decided.has(key) && audit.isDecided?.(answers.evidence(cell, audit))) this.#decided.add(key)
    return this.#decided.has(key)
  }
}
