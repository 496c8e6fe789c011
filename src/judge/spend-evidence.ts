import { type NanoUsd, toNano, toUsd } from '../core/budget.ts'
import type { BudgetRecord, ProtocolsRecord } from '../core/journal.ts'
import type { Observation } from '../core/observation.ts'
import type { Cell } from '../core/plan.ts'
import { pairKey } from './pair-key.ts'

/** What a journal says of money. Constant memory: a sum for each relay and model, a claim for each session. */
export class SpendEvidence {
  readonly #byPair = new Map<string, NanoUsd>()
  readonly #bySession = new Map<number, BudgetRecord>()
  readonly #refusedIn = new Set<number>()
  /** The cap that was in force last. */
  capUsd: number | undefined

  budget(record: BudgetRecord): void {
    this.#bySession.set(record.session, record)
    this.capUsd = record.capUsd
    if (record.event === 'refused') this.#refusedIn.add(record.session)
  }

  observation({ costUsd = 0 }: Observation, { relay, model }: Cell): void {
    this.#add(relay, model, costUsd)
  }

  /** What finding out its protocols cost a relay stands beside its first model, which was asked. */
  protocols({ relay, costUsd = 0 }: ProtocolsRecord, cells: readonly Cell[]): void {
    const model = cells.find((cell) => cell.relay === relay)?.model
    if (model !== undefined) this.#add(relay, model, costUsd)
  }

  usd(relay: string, model: string): number {
    return toUsd(this.#byPair.get(pairKey(relay, model)) ?? 0)
  }

  /** Spent by all sessions, at most. */
  get claimedUsd(): number {
    return toUsd([...this.#bySession.values()].reduce((sum, { claimedUsd }) => sum + toNano(claimedUsd), 0))
  }

  get settledUsd(): number {
    return toUsd([...this.#byPair.values()].reduce((sum, nano) => sum + nano, 0))
  }

  /** Whether the cap ended this session. */
  endedBy(session: number): boolean {
    return this.#refusedIn.has(session)
  }

  #add(relay: string, model: string, usd: number): void {
    this.#byPair.set(pairKey(relay, model), (this.#byPair.get(pairKey(relay, model)) ?? 0) + toNano(usd))
  }
}
