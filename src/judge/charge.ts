import type { BalanceRecord, BalanceUnit } from '../core/balance.ts'
import type { Cell, KnownPrice } from '../core/plan.ts'
import { spentBy } from '../pricing/spent.ts'
import { usdOfBalance } from '../pricing/usd-price.ts'
import type { Bounded, ChargeReason, ReportCharge } from '../schema/report-charge.ts'
import { type Batch, type BatchUse, type ChargeEvidence, noUse } from './charge-evidence.ts'
import { chargedParts } from './charge-parts.ts'
import type { Evidence } from './evidence.ts'

/** What every relay was found to charge for every model; undefined in a run that does not measure it. */
export function reportCharges({ charges, header }: Evidence): readonly ReportCharge[] | undefined {
  if (!charges) return undefined
  const cnyPerUsd = header.plan.budget?.rate?.cnyPerUsd ?? usualCnyPerUsd
  return header.plan.cells.map((cell) => reportCharge(cell, charges, cnyPerUsd))
}

/** Of plans that say no rate. */
const usualCnyPerUsd = 7.2

/** What is not told of rounding: a request is taken to be rounded to a millionth of a dollar, a balance to a billionth. */
const usualRoundingUsd = 1e-6
const leastStepUsd = 1e-9

/** More than this share of what was charged is open: nothing is concluded. */
const coarse = 0.1
/** With so many more requests less than this is. */
const fine = 0.05

function reportCharge(cell: Cell, evidence: ChargeEvidence, cnyPerUsd: number): ReportCharge {
  const { shape } = evidence
  const balances = evidence.balancesOf(cell.id)
  const books = new Books(balances, evidence, cell.id, cnyPerUsd)
  const { batches } = books
  const counted = batches.filter(({ isRefused }) => !isRefused)
  const use = counted.map((batch) => batch.use).reduce(together, noUse)
  const official = shape.official[cell.id]
  const claimed = shape.claimed[cell.id]
  const charged = boundedSum(counted)
  const parts = chargedParts(counted, official)
  const reason = reasonOf(books, use, charged, parts.explains)
  const officialUsd = official ? costAt(official, use) : null
  const claimedUsd = claimed ? costAt(claimed, use) : null
  const conclusive = reason === null ? charged : null
  const multiplier = ratio(conclusive, officialUsd)
  const recharge = shape.cnyPerUsd[cell.relay] ?? cnyPerUsd
  const refused = batches.filter(({ isRefused }) => isRefused)
  return {
    relay: cell.relay,
    line: cell.line ?? null,
    model: cell.model,
    reason,
    why: balances.find(({ why }) => why !== undefined)?.why ?? null,
    source: balances.find(({ source }) => source !== undefined)?.source ?? null,
    stepUsd: books.stepUsd,
    requests: use.answered,
    failed: use.failed,
    inputTokens: use.inputTokens,
    cachedTokens: use.cachedTokens,
    outputTokens: use.outputTokens,
    chargedUsd: charged,
    officialUsd,
    official: official ? { model: official.model, source: official.source, asOf: official.asOf } : null,
    claimedUsd,
    claimedBy: claimed ? 'profile' : null,
    multiplier,
    bookkeeping: ratio(conclusive, claimedUsd),
    cnyPerOfficialUsd: multiplier && timesBounded(multiplier, recharge),
    parts: reason === null ? parts.parts : [],
    refused: refusedOf(refused, reason),
    lagMs: books.lagMs,
    timesNeeded: reason === 'too-coarse' && charged ? timesNeeded(charged) : null,
  }
}

/** The readings of a cell in order, and what lies between them. */
class Books {
  readonly #balances: readonly BalanceRecord[]
  readonly batches: readonly Batch[]
  readonly #cnyPerUsd: number

  constructor(
    balances: readonly BalanceRecord[],
    evidence: ChargeEvidence,
    cellId: string,
    cnyPerUsd: number,
  ) {
    this.#balances = balances
    this.#cnyPerUsd = cnyPerUsd
    this.batches = balances.flatMap((record, i): readonly Batch[] => {
      const before = balances[i - 1]
      if (record.stage !== 'batch' || record.batch === undefined || !before) return []
      const chargedUsd = this.#between(before, record)
      if (chargedUsd === undefined) return []
      const use = evidence.use(cellId, record.batch)
      const perRequest = this.#roundingUsd
      return [
        {
          isRefused: evidence.shape.batches[record.batch]?.mix === 'refused',
          batch: record.batch,
          use,
          chargedUsd,
          stepUsd: this.stepUsd ?? leastStepUsd,
          roundingUsd: perRequest * (use.answered + use.failed),
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

  /** As it is told; else the last place that any of its numbers has. */
  get stepUsd(): number | null {
    const readings = this.#balances.flatMap(({ reading }) => reading ?? [])
    const [first] = readings
    if (!first) return null
    const places = readings.flatMap((reading) => placesOf(spentBy(reading) ?? 0))
    const step = first.step ?? 10 ** -Math.max(0, ...places)
    return Math.max(leastStepUsd, this.#usd(step, first.unit) ?? 0)
  }

  get #roundingUsd(): number {
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
    return usdOfBalance(amount, unit, { cnyPerUsd: this.#cnyPerUsd, asOf: '', source: '' })
  }
}

/** Decimals that a number is written with, as far as they can mean anything. */
function placesOf(value: number): number {
  const [, decimals = ''] = /\.(\d+)$/.exec(value.toFixed(10).replace(/0+$/, '')) ?? []
  return decimals.length
}

/** The first thing that keeps anything from being concluded. */
function reasonOf(
  books: Books,
  use: BatchUse,
  charged: Bounded | null,
  explains: boolean,
): ChargeReason | null {
  if (!books.first) return 'unfinished'
  if (books.unread) return 'no-balance'
  if (books.unit?.type === 'unknown' || (books.unit?.type === 'quota' && books.unit.perUsd === undefined))
    return 'no-unit'
  if (books.movedAlone) return 'moving'
  if (books.unsettled)
    return books.batches.every(({ chargedUsd }) => chargedUsd === 0) ? 'not-charged' : 'late'
  if (!books.isThrough || !charged) return 'unfinished'
  if (use.answered === 0) return 'no-answers'
  if (use.untold > 0) return 'no-usage'
  if (charged.high - charged.value > coarse * charged.value) return 'too-coarse'
  return explains ? null : 'irregular'
}

const together = (a: BatchUse, b: BatchUse): BatchUse => ({
  answered: a.answered + b.answered,
  failed: a.failed + b.failed,
  untold: a.untold + b.untold,
  inputTokens: a.inputTokens + b.inputTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
  outputTokens: a.outputTokens + b.outputTokens,
})

/** Of all batches, in order; null of none. Of those that follow each other only the first and the last reading count. */
function boundedSum(batches: readonly Batch[]): Bounded | null {
  if (batches.length === 0) return null
  const value = batches.reduce((sum, { chargedUsd }) => sum + chargedUsd, 0)
  const error = batches.reduce(
    (sum, { batch, stepUsd, roundingUsd }, i) =>
      sum + roundingUsd + (batches[i - 1]?.batch === batch - 1 ? 0 : stepUsd),
    0,
  )
  return { value, low: value - error, high: value + error }
}

function costAt(price: KnownPrice, use: BatchUse): number {
  const plain = use.inputTokens - use.cachedTokens
  return (
    (plain * price.inputUsdPerMtok +
      use.cachedTokens * price.cachedUsdPerMtok +
      use.outputTokens * price.outputUsdPerMtok) /
      1e6 +
    use.answered * price.perRequestUsd
  )
}

const ratio = (charged: Bounded | null, by: number | null): Bounded | null =>
  charged && by !== null && by > 0 ? timesBounded(charged, 1 / by) : null

const timesBounded = ({ value, low, high }: Bounded, times: number): Bounded => ({
  value: value * times,
  low: low * times,
  high: high * times,
})

/** Known even where nothing else is, unless the balance cannot be trusted at all. */
function refusedOf(batches: readonly Batch[], reason: ChargeReason | null): ReportCharge['refused'] {
  const usd = boundedSum(batches)
  const isKnown = reason === null || reason === 'too-coarse' || reason === 'no-usage'
  if (!usd || !isKnown) return null
  return { requests: batches.reduce((sum, { use }) => sum + use.failed, 0), usd }
}

const timesNeeded = ({ value, high }: Bounded): number | null =>
  value > 0 ? Math.ceil((high - value) / (fine * value)) : null
