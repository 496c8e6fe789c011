import type { BalanceRecord, BalanceUnit } from '../core/balance.ts'
import type { ExchangeRate } from '../core/price.ts'
import { spentBy } from '../pricing/spent.ts'
import { usdOfBalance } from '../pricing/usd-price.ts'
import type { Batch, ChargeEvidence } from './charge-evidence.ts'

/** What is not told of rounding: a request is taken to be rounded to a millionth of a dollar, a balance to a billionth. */
const usualRoundingUsd = 1e-6
const leastStepUsd = 1e-9

/** The readings of a cell in order, and what lies between them. */
export class Books {
  readonly #balances: readonly BalanceRecord[]
  readonly batches: readonly Batch[]
  readonly #rate: ExchangeRate
  /** As it is told; else the last place that any of its numbers has. */
  readonly stepUsd: number | null

  constructor(
    balances: readonly BalanceRecord[],
    evidence: ChargeEvidence,
    cellId: string,
    rate: ExchangeRate,
  ) {
    this.#balances = balances
    this.#rate = rate
    this.stepUsd = this.#step()
    const perRequestUsd = this.#roundingUsd()
    this.batches = balances.flatMap((record, i): readonly Batch[] => {
      const before = balances[i - 1]
      if (record.stage !== 'batch' || record.batch === undefined || !before) return []
      const chargedUsd = this.#between(before, record)
      if (chargedUsd === undefined) return []
      const use = evidence.use(cellId, record.batch)
      return [
        {
          isRefused: evidence.shape.batches[record.batch]?.mix === 'refused',
          batch: record.batch,
          use,
          chargedUsd,
          stepUsd: this.stepUsd ?? leastStepUsd,
          roundingUsd: perRequestUsd * (use.answered + use.failed),
        },
      ]
    })
  }

  get first(): BalanceRecord | undefined {
    return this.#balances[0]
  }

  get unit(): BalanceUnit | undefined {
    return this.#balances.find(({ reading }) => reading)?.reading?.unit
  }

  /** What the relay says that it charges, in list prices. */
  get multiplier(): number | undefined {
    return this.#balances.find(({ reading }) => reading?.multiplier !== undefined)?.reading?.multiplier
  }

  #step(): number | null {
    const readings = this.#balances.flatMap(({ reading }) => reading ?? [])
    const [first] = readings
    if (!first) return null
    const places = readings.flatMap((reading) => placesOf(spentBy(reading) ?? 0))
    const step = first.step ?? 10 ** -Math.max(0, ...places)
    return Math.max(leastStepUsd, this.#usd(step, first.unit) ?? 0)
  }

  #roundingUsd(): number {
    const { reading } = this.#balances.find((record) => record.reading) ?? {}
    const told = reading?.rounding === undefined ? undefined : this.#usd(reading.rounding, reading.unit)
    return told ?? usualRoundingUsd
  }

  get lagMs(): number | null {
    const lags = this.#balances.flatMap(({ lagMs }) => lagMs ?? [])
    return lags.length === 0 ? null : Math.max(...lags)
  }

  get isThrough(): boolean {
    return this.#balances.at(-1)?.stage === 'after'
  }

  get unsettled(): BalanceRecord | undefined {
    // The first request alone may cost less than the balance can show.
    return this.#balances.find(({ settled, reading, batch }) => reading && !settled && batch !== 0)
  }

  get unread(): BalanceRecord | undefined {
    return this.#balances.find(({ reading }) => !reading)
  }

  /** Whether it changed in a time in which nothing was sent. */
  get movedAlone(): boolean {
    return this.#balances.some((record, i) => {
      const before = this.#balances[i - 1]
      if (record.stage !== 'idle' && record.stage !== 'after') return false
      return before !== undefined && (this.#between(before, record) ?? 0) !== 0
    })
  }

  #between(before: BalanceRecord, after: BalanceRecord): number | undefined {
    const [from, to] = [spentBy(before.reading), spentBy(after.reading)]
    if (from === undefined || to === undefined || !after.reading) return undefined
    return this.#usd(to - from, after.reading.unit)
  }

  #usd(amount: number, unit: BalanceUnit): number | undefined {
    return usdOfBalance(amount, unit, this.#rate)
  }
}

/** Decimals that a number is written with, as far as they can mean anything. */
function placesOf(value: number): number {
  const [, decimals = ''] = /\.(\d+)$/.exec(value.toFixed(10).replace(/0+$/, '')) ?? []
  return decimals.length
}
