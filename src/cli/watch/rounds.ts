import { costsAnything } from '../../core/budget.ts'
import type { Plan } from '../../core/plan.ts'
import type { WatchRound, WatchState } from '../../report/watch.ts'
import type { Report } from '../../schema/report.ts'

/** So many are shown; the folder holds all of them. */
const mostShown = 50

/** What the rounds of a watch have come to. One cap holds for all of them together. */
export class Rounds {
  readonly capUsd: number | undefined
  readonly #about: Pick<WatchState, 'profile' | 'every'>
  #rounds: readonly WatchRound[] = []
  #last: Report | undefined
  #count = 0
  #spentUsd = 0

  /** @param plan of the first round; its cap is that of all */
  constructor(about: Pick<WatchState, 'profile' | 'every'>, { budget }: Plan) {
    this.#about = about
    this.capUsd = budget && costsAnything(budget) ? budget.capUsd : undefined
  }

  get count(): number {
    return this.#count
  }

  /** The report of the last round. */
  get last(): Report | undefined {
    return this.#last
  }

  get spentUsd(): number {
    return this.#spentUsd
  }

  /** What is left for the next round; undefined: money is no matter. */
  get leftUsd(): number | undefined {
    return this.capUsd === undefined ? undefined : Math.max(0, this.capUsd - this.#spentUsd)
  }

  /** Whether another round could send anything. */
  get maySpend(): boolean {
    return this.#last?.state !== 'budget' && this.leftUsd !== 0
  }

  add(report: Report): void {
    const { startedAt, totals, objectives, state, spend } = report
    const spentUsd = spend?.spentUsd ?? 0
    this.#count++
    this.#last = report
    this.#spentUsd += spentUsd
    const round: WatchRound = {
      number: this.#count,
      startedAt,
      ok: totals.ok,
      sent: totals.sent,
      spentUsd,
      broken: objectives.filter(({ verdict }) => verdict === 'broken').length,
      state,
    }
    this.#rounds = [round, ...this.#rounds].slice(0, mostShown)
  }

  get state(): WatchState {
    return { ...this.#about, rounds: this.#rounds, report: this.#last }
  }
}
