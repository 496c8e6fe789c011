import type { PlannedPrice, Price } from '../core/budget.ts'
import { today } from '../core/clock.ts'
import type { ExchangeRate, PriceBook } from '../core/price.ts'
import { shippedBook } from '../pricing/book.ts'
import { type PriceMatch, priceOfModel } from '../pricing/match.ts'
import { exchangeRateOf, partsOf } from '../pricing/stated.ts'
import { dearestPrice, inUsd, timesPrice } from '../pricing/usd-price.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import type { Profile, ProfileRelay } from '../schema/profile.ts'
import { declaredModelId } from './model-id.ts'

/**
 * What an unknown price is taken to be: list price of the dearest models in use as of 2026-09 (gpt-6-astra and
 * claude-fable-5-1: 10 in, 12.50 for what is written to a cache, 50 out).
 */
const unknownPrice = { inputUsdPerMtok: 12.5, outputUsdPerMtok: 50, perRequestUsd: 0 } as const

/** What a relay of no stated multiplier is taken to charge, in list prices. */
const assumedTimes = 3

/** What is known of prices. */
export interface KnownPrices {
  readonly profile: Profile
  readonly book: PriceBook
  readonly rate: ExchangeRate
  /** YYYY-MM-DD. */
  readonly today: string
}

export const knownPrices = ({ profile, book = shippedBook }: LoadedProfile): KnownPrices => ({
  profile,
  book,
  rate: exchangeRateOf(profile),
  today: today(),
})

/** What the prices of a plan are made from. */
export interface PriceSources extends KnownPrices {
  /** Of the largest request. */
  readonly inputTokens: number
}

/** What a relay charges for a model: the first that is known of what the profile says, and of list prices. */
export function priceFor(
  relay: ProfileRelay,
  model: string,
  sources: PriceSources,
): Omit<PlannedPrice, 'relay' | 'model' | 'worstCase'> {
  const recharge = relay.recharge_ratio === undefined ? {} : { cnyPerUsd: relay.recharge_ratio }
  if (relay.simulate !== undefined)
    return { source: 'simulated', ...recharge, ...timesPrice(unknownPrice, 0) }
  const { profile, rate } = sources
  const own = listedPrice(relay.prices, model)
  if (own) return { source: 'declared', ...recharge, ...statedPrice(own, 1, rate) }
  const listed = listedPrice(profile.prices, model)
  const times = relay.price_multiplier ?? 1
  if (listed) return { source: 'declared', ...recharge, ...statedPrice(listed, times, rate) }
  if (times === 0) return { source: 'declared', ...recharge, ...timesPrice(unknownPrice, 0) }
  const unknown = timesPrice(unknownPrice, times)
  return { ...recharge, ...(bookPrice(relay, model, sources, unknown) ?? { source: 'default', ...unknown }) }
}

/**
 * The vendor's list price, times the relay's multiplier. Where none is declared, several times as much, but no more than of
 * a price that is not known at all: few relays charge more than the vendor, and none says so before it is asked.
 */
function bookPrice(
  relay: ProfileRelay,
  model: string,
  sources: PriceSources,
  unknown: Price,
): Omit<PlannedPrice, 'relay' | 'model' | 'worstCase'> | undefined {
  const match = bookMatch(relay, model, sources)
  const price = match && dearestPrice(match.row, sources.inputTokens, sources.rate)
  if (!match || !price) return undefined
  const declared = relay.price_multiplier
  const times = declared ?? assumedTimes
  const { model: name, source, asOf } = match.row
  const list = { model: name, how: match.how, times, source, asOf }
  return declared === undefined
    ? { source: 'assumed', list, ...noDearerThan(unknown, timesPrice(price, times)) }
    : { source: 'listed', list, ...timesPrice(price, times) }
}

/** The row of the book for a model of a relay, by the name that is sent to it or that of the profile. */
export function bookMatch(
  relay: ProfileRelay,
  model: string,
  { profile, book, today: day }: KnownPrices,
): PriceMatch | undefined {
  const sent = declaredModelId(profile, relay, model)
  return priceOfModel(book, sent === undefined ? [model] : [sent, model], day)
}

const noDearerThan = (limit: Price, price: Price): Price => ({
  inputUsdPerMtok: Math.min(limit.inputUsdPerMtok, price.inputUsdPerMtok),
  outputUsdPerMtok: Math.min(limit.outputUsdPerMtok, price.outputUsdPerMtok),
  perRequestUsd: price.perRequestUsd,
})

type PriceList = NonNullable<Profile['prices']>

/** What a profile states of a model. */
export const listedPrice = (prices: PriceList | undefined, model: string): PriceList[string] | undefined =>
  prices && Object.hasOwn(prices, model) ? prices[model] : undefined

/** What a profile states, in dollars: of input the dearer of plain and written to a cache. */
function statedPrice(price: PriceList[string], times: number, rate: ExchangeRate): Price {
  const { currency, input, output, cacheWrite, perRequest } = partsOf(price)
  const usd = (amount: number): number => inUsd(amount, currency, rate) * times
  return {
    inputUsdPerMtok: usd(Math.max(input, cacheWrite ?? 0)),
    outputUsdPerMtok: usd(output),
    perRequestUsd: usd(perRequest ?? 0),
  }
}
