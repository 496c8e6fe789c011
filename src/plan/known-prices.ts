import { today } from '../core/clock.ts'
import type { Cell, KnownPrice } from '../core/plan.ts'
import type { ExchangeRate } from '../core/price.ts'
import { shippedBook } from '../pricing/book.ts'
import { knownPriceOf, timesPrice } from '../pricing/known-price.ts'
import { priceOfModel } from '../pricing/match.ts'
import { exchangeRateOf, partsOf } from '../pricing/stated.ts'
import { inUsd } from '../pricing/usd-price.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import type { Profile, ProfileRelay } from '../schema/profile.ts'
import { declaredModelId } from './model-id.ts'

/** What a vendor lists for the model of a cell, in dollars; undefined where it is not known. */
export function officialPrice(
  loaded: LoadedProfile,
  relay: ProfileRelay,
  cell: Cell,
): KnownPrice | undefined {
  const { profile, book = shippedBook } = loaded
  const sent = declaredModelId(profile, relay, cell.model)
  const match = priceOfModel(book, sent === undefined ? [cell.model] : [sent, cell.model], today())
  if (match) return knownPriceOf(match.row, exchangeRateOf(profile))
  // Of models that no list has, what the profile says of them counts.
  return ofProfile(profile.prices, cell.model, exchangeRateOf(profile))
}

/** What the profile says that a relay charges: by its own prices, or by a multiplier of list prices. */
export function claimedPrice(loaded: LoadedProfile, relay: ProfileRelay, cell: Cell): KnownPrice | undefined {
  const rate = exchangeRateOf(loaded.profile)
  const own = ofProfile(relay.prices, cell.model, rate)
  if (own || relay.price_multiplier === undefined) return own
  const listed = ofProfile(loaded.profile.prices, cell.model, rate) ?? officialPrice(loaded, relay, cell)
  return listed && timesPrice(listed, relay.price_multiplier)
}

function ofProfile(prices: Profile['prices'], model: string, rate: ExchangeRate): KnownPrice | undefined {
  const stated = prices && Object.hasOwn(prices, model) ? prices[model] : undefined
  if (!stated) return undefined
  const { currency, input, output, cached = input, perRequest = 0 } = partsOf(stated)
  const usd = (amount: number): number => inUsd(amount, currency, rate)
  return {
    inputUsdPerMtok: usd(input),
    cachedUsdPerMtok: usd(cached),
    outputUsdPerMtok: usd(output),
    perRequestUsd: usd(perRequest),
    model,
    source: 'profile',
    asOf: '',
  }
}
