import type { KnownPrice } from '../core/plan.ts'
import { chargeParts as parts, type ReportCharge } from '../schema/report-charge.ts'
import { boundedFit } from '../statistics/bounded-fit.ts'
import type { Batch } from './charge-evidence.ts'

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
        usd: found
          ? { value: found.value, low: found.value - found.error, high: found.value + found.error }
          : null,
        officialUsd: official ? officialOf(part, official) : null,
      }
    }),
  }
}

/** In millions of tokens, or requests. */
function amountOf(part: Part, use: Batch['use']): number {
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

function officialOf(part: Part, price: KnownPrice): number {
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
