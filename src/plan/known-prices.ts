import type { Cell, KnownPrice } from '../core/plan.ts'
import type { ExchangeRate } from '../core/price.ts'
import { knownPriceOf, timesKnown } from '../pricing/known-price.ts'
import { partsOf } from '../pricing/stated.ts'
import type { Profile, ProfileRelay } from '../schema/profile.ts'
import { bookMatch, type KnownPrices, listedPrice } from './prices.ts'

/** What a vendor lists for the model of a cell, in dollars; undefined where it is not known. */
export function officialPrice(
  relay: ProfileRelay,
  { model }: Cell,
  sources: KnownPrices,
): KnownPrice | undefined {
  const match = bookMatch(relay, model, sources)
  // Of models that no list has, what the profile says of them counts.
  return match
    ? knownPriceOf(match.row, sources.rate)
    : ofProfile(sources.profile.prices, model, sources.rate)
}

/** What the profile says that a relay charges: by its own prices, or by a multiplier of list prices. */
export function claimedPrice(relay: ProfileRelay, cell: Cell, sources: KnownPrices): KnownPrice | undefined {
  const { profile, rate } = sources
  const own = ofProfile(relay.prices, cell.model, rate)
  if (own || relay.price_multiplier === undefined) return own
  const listed = ofProfile(profile.prices, cell.model, rate) ?? officialPrice(relay, cell, sources)
  return listed && timesKnown(listed, relay.price_multiplier)
}

function ofProfile(prices: Profile['prices'], model: string, rate: ExchangeRate): KnownPrice | undefined {
  const stated = listedPrice(prices, model)
  if (!stated) return undefined
  const { currency, input, output, cached, perRequest } = partsOf(stated)
  const row = { model, currency, source: 'profile', asOf: '', inputPerMtok: input, outputPerMtok: output }
  return knownPriceOf(
    {
      ...row,
      ...(cached !== undefined && { cachedPerMtok: cached }),
      ...(perRequest !== undefined && { perCall: perRequest }),
    },
    rate,
  )
}
