import type { Currency, ExchangeRate } from '../core/price.ts'
import type { Profile } from '../schema/profile.ts'
import { usualRate } from './book.ts'

/** The exchange rate of a profile, or the usual one. */
export const exchangeRateOf = ({ fx }: Pick<Profile, 'fx'>): ExchangeRate =>
  fx === undefined ? usualRate : { cnyPerUsd: fx.usd_cny, asOf: fx.as_of ?? '', source: 'profile' }

/** A price as a profile states it, in one currency. */
export interface StatedPrice {
  readonly currency: Currency
  /** Per million tokens. */
  readonly input: number
  readonly output: number
  readonly cached?: number
  readonly cacheWrite?: number
  readonly perRequest?: number
}

export function partsOf(price: NonNullable<Profile['prices']>[string]): StatedPrice {
  if ('input_cny_per_mtok' in price)
    return {
      currency: 'CNY',
      input: price.input_cny_per_mtok,
      output: price.output_cny_per_mtok,
      ...(price.cached_cny_per_mtok !== undefined && { cached: price.cached_cny_per_mtok }),
      ...(price.cache_write_cny_per_mtok !== undefined && { cacheWrite: price.cache_write_cny_per_mtok }),
      ...(price.per_request_cny !== undefined && { perRequest: price.per_request_cny }),
    }
  return {
    currency: 'USD',
    input: price.input_usd_per_mtok,
    output: price.output_usd_per_mtok,
    ...(price.cached_usd_per_mtok !== undefined && { cached: price.cached_usd_per_mtok }),
    ...(price.cache_write_usd_per_mtok !== undefined && { cacheWrite: price.cache_write_usd_per_mtok }),
    ...(price.per_request_usd !== undefined && { perRequest: price.per_request_usd }),
  }
}
