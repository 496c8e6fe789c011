import type { BalanceRecord, PricePageRecord } from '../core/balance.ts'
import type { Observation } from '../core/observation.ts'
import type { ChargeShape, QuestionLabel } from '../core/plan.ts'
import type { PriceRow } from '../core/price.ts'
import { reportedTokens } from '../metrics/cost.ts'
import { numbersOf } from '../plan/charge-questions.ts'

/** What the requests of a batch came to. */
export interface BatchUse {
  readonly answered: number
  readonly failed: number
  /** Answers that told no usage. */
  readonly untold: number
  readonly inputTokens: number
  readonly cachedTokens: number
  readonly outputTokens: number
}

/** One batch: what was used, and what the balance fell by meanwhile. */
export interface Batch {
  /** Its number in the plan. */
  readonly batch: number
  readonly isRefused: boolean
  readonly use: BatchUse
  readonly chargedUsd: number
  /** The smallest step of the balance. */
  readonly stepUsd: number
  /** What rounding of every request may come to. */
  readonly roundingUsd: number
}

export const noUse: BatchUse = {
  answered: 0,
  failed: 0,
  untold: 0,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
}

export const together = (a: BatchUse, b: BatchUse): BatchUse => ({
  answered: a.answered + b.answered,
  failed: a.failed + b.failed,
  untold: a.untold + b.untold,
  inputTokens: a.inputTokens + b.inputTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
  outputTokens: a.outputTokens + b.outputTokens,
})

/** What a journal says of charges: balances, and what was used between them. */
export class ChargeEvidence {
  readonly shape: ChargeShape
  readonly #balances = new Map<string, BalanceRecord[]>()
  readonly #uses = new Map<string, Map<number, BatchUse>>()
  readonly #pages = new Map<string, PricePageRecord>()

  constructor(shape: ChargeShape) {
    this.shape = shape
  }

  /** What a relay said of money. */
  told(record: BalanceRecord | PricePageRecord): void {
    if (record.type === 'price-page') {
      this.#pages.set(record.relay, record)
      return
    }
    const own = this.#balances.get(record.cellId) ?? []
    this.#balances.set(record.cellId, own)
    // Amounts of different sessions have nothing to do with each other: others may have spent between them.
    if (record.stage === 'before') own.length = 0
    own.push(record)
  }

  /** What the relay's own page says of a model, by the name that is sent. */
  stated(relay: string, modelId: string): PriceRow | undefined {
    return this.#pages.get(relay)?.rows.find(({ model }) => model === modelId)
  }

  /** An attempt. Each may have been charged for. */
  add(observation: Observation, { number }: QuestionLabel, ok: boolean): void {
    const { cellId, reply } = observation
    const { inputTokens, outputTokens } = reportedTokens(observation)
    const batch = this.shape.batches.findIndex((_, at) => number < numbersOf(this.shape, at)[1])
    const own = this.#uses.get(cellId) ?? new Map<number, BatchUse>()
    this.#uses.set(cellId, own)
    const told = reply.usage?.inputTokens !== undefined && reply.usage.outputTokens !== undefined
    const use = {
      answered: ok ? 1 : 0,
      failed: ok ? 0 : 1,
      untold: ok && !told ? 1 : 0,
      inputTokens,
      cachedTokens: Math.min(inputTokens, reply.usage?.cachedInputTokens ?? 0),
      outputTokens,
    }
    own.set(batch, together(own.get(batch) ?? noUse, use))
  }

  balancesOf(cellId: string): readonly BalanceRecord[] {
    return this.#balances.get(cellId) ?? []
  }

  use(cellId: string, batch: number): BatchUse {
    return this.#uses.get(cellId)?.get(batch) ?? noUse
  }

  /** Of all cells. */
  get sum() {
    const uses = [...this.#uses.values()].flatMap((own) => [...own.values()])
    const { answered, failed, inputTokens, outputTokens } = uses.reduce(together, noUse)
    return { requests: answered + failed, ok: answered, inputTokens, outputTokens }
  }
}
