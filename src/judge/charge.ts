import type { Cell, Plan } from '../core/plan.ts'
import type { PriceRow } from '../core/price.ts'
import { knownPriceOf, timesKnown } from '../pricing/known-price.ts'
import type { Bounded, ChargeReason, ReportCharge } from '../schema/report-charge.ts'
import { around, timesBounded } from './bounded.ts'
import { Books } from './charge-books.ts'
import { type Batch, type BatchUse, type ChargeEvidence, noUse, together } from './charge-evidence.ts'
import { chargedParts, costAt } from './charge-parts.ts'
import type { Evidence } from './evidence.ts'
import { pairKey } from './pair-key.ts'
import { cnyPerUsdOf, exchangeRateOf } from './recharge.ts'

/** What every relay was found to charge for every model; undefined in a run that does not measure it. */
export function reportCharges({
  charges,
  header,
  resolutions,
}: Evidence): readonly ReportCharge[] | undefined {
  if (!charges) return undefined
  return header.plan.cells.map((cell) => {
    const modelId = resolutions.get(pairKey(cell.relay, cell.model))?.modelId ?? cell.model
    return reportCharge(cell, charges, header.plan, charges.stated(cell.relay, modelId))
  })
}

/** More than this share of what was charged is open: nothing is concluded. */
const coarse = 0.1
/** With so many more requests less than this is. */
const fine = 0.05

function reportCharge(
  cell: Cell,
  evidence: ChargeEvidence,
  plan: Plan,
  stated: PriceRow | undefined,
): ReportCharge {
  const { shape } = evidence
  const balances = evidence.balancesOf(cell.id)
  const rate = exchangeRateOf(plan)
  const books = new Books(balances, evidence, cell.id, rate)
  const { batches } = books
  const counted = batches.filter(({ isRefused }) => !isRefused)
  const use = counted.map((batch) => batch.use).reduce(together, noUse)
  const official = shape.official[cell.id]
  const page =
    (stated && knownPriceOf(stated, rate)) ??
    (official && books.multiplier !== undefined ? timesKnown(official, books.multiplier) : undefined)
  const claimed = shape.claimed[cell.id] ?? page
  const charged = boundedSum(counted)
  const parts = chargedParts(counted, official)
  const reason = reasonOf(books, use, charged, parts.explains)
  const officialUsd = official ? costAt(official, use) : null
  const claimedUsd = claimed ? costAt(claimed, use) : null
  const conclusive = reason === null ? charged : null
  const multiplier = ratio(conclusive, officialUsd)
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
    cnyPerOfficialUsd: multiplier && timesBounded(multiplier, cnyPerUsdOf(plan, cell.relay)),
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

/** Of all batches, in order; null of none. Of those that follow each other only the first and the last reading count. */
function boundedSum(batches: readonly Batch[]): Bounded | null {
  if (batches.length === 0) return null
  const value = batches.reduce((sum, { chargedUsd }) => sum + chargedUsd, 0)
  const error = batches.reduce(
    (sum, { batch, stepUsd, roundingUsd }, i) =>
      sum + roundingUsd + (batches[i - 1]?.batch === batch - 1 ? 0 : stepUsd),
    0,
  )
  return around(value, error)
}

const ratio = (charged: Bounded | null, by: number | null): Bounded | null =>
  charged && by !== null && by > 0 ? timesBounded(charged, 1 / by) : null

/** Known even where nothing else is, unless the balance cannot be trusted at all. */
function refusedOf(batches: readonly Batch[], reason: ChargeReason | null): ReportCharge['refused'] {
  const usd = boundedSum(batches)
  const isKnown = reason === null || reason === 'too-coarse' || reason === 'no-usage'
  if (!usd || !isKnown) return null
  return { requests: batches.reduce((sum, { use }) => sum + use.failed, 0), usd }
}

const timesNeeded = ({ value, high }: Bounded): number | null =>
  value > 0 ? Math.ceil((high - value) / (fine * value)) : null
