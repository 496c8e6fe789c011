import type { KnownPrice } from '../core/plan.ts'
import { chargeParts as parts, type ReportCharge } from '../schema/report-charge.ts'
import { boundedFit } from '../statistics/bounded-fit.ts'
import { around } from './bounded.ts'
import type { Batch, BatchUse } from './charge-evidence.ts'

type Part = (typeof parts)[number]

/** The price of each part, from batches in which the parts are mixed differently, and whether such prices explain them all. */
export function chargedParts(
  batches: readonly Batch[],
  official: KnownPrice | undefined,
): { readonly parts: ReportCharge['parts']; readonly explains: boolean } {
  const fit = boundedFit(
    batches.map(({ use, chargedUsd, stepUsd, roundingUsd }) => ({
      amounts: parts.map((part) => amountOf(part, use)),
      total: chargedUsd,
      error: stepUsd + roundingUsd,
    })),
  )
  return {
    explains: fit.explains,
    parts: parts.map((part, i) => {
      const found = fit.parts[i]
      return {
        part,
        usd: found ? around(found.value, found.error) : null,
        officialUsd: official ? priceOf(part, official) : null,
      }
    }),
  }
}

/** What was used, at a price. */
export const costAt = (price: KnownPrice, use: BatchUse): number =>
  parts.reduce((sum, part) => sum + amountOf(part, use) * priceOf(part, price), 0)

/** In millions of tokens, or requests. */
function amountOf(part: Part, use: BatchUse): number {
  switch (part) {
    case 'input':
      return (use.inputTokens - use.cachedTokens) / 1e6
    case 'cached':
      return use.cachedTokens / 1e6
    case 'output':
      return use.outputTokens / 1e6
    case 'request':
      return use.answered
  }
}

function priceOf(part: Part, price: KnownPrice): number {
  switch (part) {
    case 'input':
      return price.inputUsdPerMtok
    case 'cached':
      return price.cachedUsdPerMtok
    case 'output':
      return price.outputUsdPerMtok
    case 'request':
      return price.perRequestUsd
  }
}
