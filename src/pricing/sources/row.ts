import type { PriceRow } from '../../core/price.ts'
import type { ReadAt } from '../price-source.ts'

/** What a list says of a model, as far as it says it. */
interface Parts {
  readonly input: number | undefined
  readonly output: number | undefined
  readonly cached?: number | undefined
  readonly cacheWrite?: number | undefined
}

/** A row in dollars, as lists of dollars have them; undefined without the price of input and of output. */
export function usdRow(
  model: string,
  { input, output, cached, cacheWrite }: Parts,
  more: ReadAt & Partial<PriceRow>,
): PriceRow | undefined {
  if (input === undefined || output === undefined) return undefined
  return {
    model,
    currency: 'USD',
    inputPerMtok: input,
    outputPerMtok: output,
    ...(cached !== undefined && { cachedPerMtok: cached }),
    ...(cacheWrite !== undefined && { cacheWritePerMtok: { '': cacheWrite } }),
    ...more,
  }
}

/** To twelve digits: 1e-7 times a million is 0.09999999999999999. */
export const perMtokOf = (perToken: number | undefined): number | undefined =>
  perToken === undefined ? undefined : Number((perToken * 1e6).toPrecision(12))
