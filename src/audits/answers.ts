import type { Observation } from '../core/observation.ts'
import type { AuditShape, Cell, Plan, QuestionLabel } from '../core/plan.ts'
import { classify } from '../metrics/classify.ts'
import type { Asked, Audit, Evidence, Question, Side } from './audit.ts'
import { auditsOf, questionLabelled, questionsOf, settingOf } from './questions.ts'

/** Chance that an honest relay is found to differ in anything, over all tests of a run. */
export const alpha = 0.01

/** Everything that was answered to the questions of a plan's audits, while it runs and afterwards. */
export class AuditAnswers {
  readonly audits: readonly Audit[]
  readonly #plan: Plan
  readonly #shape: AuditShape
  readonly #references: ReadonlySet<string>
  /** Those of the plan, and of stored references. */
  readonly #cells: readonly Cell[]
  /** By cell and audit, then by number. */
  readonly #asked = new Map<string, Map<number, Asked>>()
  readonly #attempted = new Set<string>()
  /** By cell: the latest session that asked something. */
  readonly #sessions = new Map<string, number>()

  /** @param references names of the relays that the others are compared with */
  constructor(plan: Plan, shape: AuditShape, references: ReadonlySet<string>) {
    this.#plan = plan
    this.#shape = shape
    this.#references = references
    this.audits = auditsOf(shape)
    this.#cells = [...plan.cells, ...(shape.stored?.cells ?? [])]
  }

  /** Takes an attempt; those that another one followed, and those that were broken off, say nothing. */
  add(observation: Observation): void {
    const { question: label, cellId, retry } = observation
    const outcome = classify(observation)
    const wasSentBefore = this.#wasSentBefore(observation)
    const cell = this.#cells.find(({ id }) => id === cellId)
    if (!label || !cell || retry !== undefined || outcome === 'cancelled') return
    const question = this.question(cell, label)
    if (!question) return
    const key = `${cellId} ${label.audit}`
    const asked = this.#asked.get(key) ?? new Map<number, Asked>()
    this.#asked.set(key, asked)
    asked.set(label.number, { number: label.number, question, observation, outcome, wasSentBefore })
  }

  question(cell: Cell, label: QuestionLabel): Question | undefined {
    return questionLabelled(this.#plan, this.#shape, cell, label)
  }

  /** What was on its way when a session was broken off is in no journal: a later one begins by asking it again. */
  #wasSentBefore({ probeId, cellId, session }: Observation): boolean {
    const isFirst = this.#sessions.get(cellId) !== session
    const wasAttempted = this.#attempted.has(probeId)
    this.#sessions.set(cellId, session)
    this.#attempted.add(probeId)
    return wasAttempted || (isFirst && session > 1)
  }

  /** The cells that are judged: those of relays that are no reference. */
  get subjects(): readonly Cell[] {
    return this.#plan.cells.filter((cell) => !this.isReference(cell))
  }

  isReference({ relay }: Cell): boolean {
    return this.#references.has(relay)
  }

  /** What an audit of a cell has to go by. */
  evidence(cell: Cell, audit: Audit): Evidence {
    const { stored } = this.#shape
    const asked = this.#referencesFor(cell)
    const past = stored?.cells.filter(({ model }) => model === cell.model) ?? []
    const isPast = stored !== undefined && asked.length === 0 && past.length > 0
    return {
      subject: this.#side(cell, audit),
      references: (isPast ? past : asked).map((reference) => this.#side(reference, audit)),
      ...(isPast && { storedAt: stored.startedAt }),
      all: () => this.#all(cell),
      level: this.#level,
    }
  }

  /** The first line of every reference that serves the model. */
  #referencesFor({ model }: Cell): readonly Cell[] {
    const serving = this.#plan.cells.filter((cell) => cell.model === model && this.isReference(cell))
    return [...new Map(serving.toReversed().map((cell) => [cell.relay, cell])).values()].toReversed()
  }

  #side(cell: Cell, audit: Audit): Side {
    return {
      setting: settingOf(this.#plan, this.#shape, cell),
      questions: questionsOf(this.#plan, this.#shape, cell)
        .filter(({ label }) => label.audit === audit.id)
        .map(({ question }) => question),
      asked: this.#asked.get(`${cell.id} ${audit.id}`) ?? new Map(),
    }
  }

  #all({ id }: Cell): readonly Observation[] {
    return this.audits.flatMap((audit) =>
      [...(this.#asked.get(`${id} ${audit.id}`)?.values() ?? [])].flatMap(({ outcome, observation }) =>
        outcome === 'ok' ? [observation] : [],
      ),
    )
  }

  /** Holm's first step, whatever becomes of the others. */
  get #level(): number {
    const tests = this.audits.reduce((sum, audit) => sum + audit.tests, 0)
    return alpha / Math.max(1, tests * this.subjects.length)
  }
}
