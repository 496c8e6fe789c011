import type { Cell, KnownPrice } from '../core/plan.ts'
import type { PriceRow } from '../core/price.ts'
import { knownPriceOf, timesPrice } from '../pricing/known-price.ts'
import type { Bounded, ChargeReason, ReportCharge } from '../schema/report-charge.ts'
import { Books, rateOf } from './charge-books.ts'
import { type Batch, type BatchUse, type ChargeEvidence, noUse } from './charge-evidence.ts'
import { chargedParts } from './charge-parts.ts'
import type { Evidence } from './evidence.ts'
import { pairKey } from './pair-key.ts'

/** What every relay was found to charge for every model; undefined in a run that does not measure it. */
export function reportCharges({
  charges,
  header,
  resolutions,
}: Evidence): readonly ReportCharge[] | undefined {
  if (!charges) return undefined
  const cnyPerUsd = header.plan.budget?.rate?.cnyPerUsd ?? usualCnyPerUsd
  return header.plan.cells.map((cell) => {
    const modelId = resolutions.get(pairKey(cell.relay, cell.model))?.modelId ?? cell.model
    return reportCharge(cell, charges, cnyPerUsd, charges.stated(cell.relay, modelId))
  })
}

/** Of plans that say no rate. */
const usualCnyPerUsd = 7.2

/** More than this share of what was charged is open: nothing is concluded. */
const coarse = 0.1
/** With so many more requests less than this is. */
const fine = 0.05

function reportCharge(
  cell: Cell,
  evidence: ChargeEvidence,
  cnyPerUsd: number,
  stated: PriceRow | undefined,
): ReportCharge {
  const { shape } = evidence
  const balances = evidence.balancesOf(cell.id)
  const books = new Books(balances, evidence, cell.id, cnyPerUsd)
  const { batches } = books
  const counted = batches.filter(({ isRefused }) => !isRefused)
  const use = counted.map((batch) => batch.use).reduce(together, noUse)
  const official = shape.official[cell.id]
  const page =
    (stated && knownPriceOf(stated, rateOf(cnyPerUsd))) ??
    (official && books.multiplier !== undefined ? timesPrice(official, books.multiplier) : undefined)
  const claimed = shape.claimed[cell.id] ?? page
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
    claimedBy: shape.claimed[cell.id] ? 'profile' : page ? 'page' : null,
    multiplier,
    bookkeeping: ratio(conclusive, claimedUsd),
    cnyPerOfficialUsd: multiplier && timesBounded(multiplier, recharge),
    parts: reason === null ? parts.parts : [],
    refused: refusedOf(refused, reason),
    lagMs: books.lagMs,
    timesNeeded: reason === 'too-coarse' && charged ? timesNeeded(charged) : null,
  }
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
