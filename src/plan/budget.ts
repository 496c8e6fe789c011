import { type PlannedBudget, type PlannedPrice, priceOf, type TokenCounts, toUsd } from '../core/budget.ts'
import { promptFor } from '../core/nonce.ts'
import type { Cell, Plan } from '../core/plan.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { protocols } from '../protocols/index.ts'
import type { ProfileRelay } from '../schema/profile.ts'
import { ladderRequests } from './ladder.ts'
import { knownPrices, type PriceSources, priceFor } from './prices.ts'
import { inputTokensAtMost, longestNonce, presetText, promptTextOf } from './prompts.ts'
import { linesOf, maxOutputTokensOf } from './settings.ts'

/** Protects whoever forgets to say what a run may cost. */
const defaultCapUsd = 1

/** Tokens that a chat template may add around a prompt. */
const templateTokens = 64

/** Asked for when finding out a protocol: enough for an answer of any kind. */
export const discoveryOutputTokens = 64

/** Protocols in which a relay is asked once where the profile says auto. */
export const discoverable = protocols.filter(({ wholeOnly }) => !wholeOnly)

type Load = Pick<Plan['load'], 'rounds' | 'warmupRounds' | 'concurrency' | 'shape'>

/**
 * Cap, prices and upper bounds of a run.
 * @param probe most tokens of one of its requests; absent: those of the profile's workload
 */
export function plannedBudget(
  loaded: LoadedProfile,
  cells: readonly Cell[],
  load: Load,
  probe = tokensAtMost(promptTextOf(loaded), maxOutputTokensOf(loaded.profile)),
): PlannedBudget {
  const { profile } = loaded
  const known = knownPrices(loaded)
  const most = {
    probe,
    discovery: tokensAtMost(presetText('short'), discoveryOutputTokens),
  }
  const stated = profile.budget?.usd
  return {
    capUsd: stated ?? defaultCapUsd,
    capSource: stated === undefined ? 'default' : 'declared',
    ...most,
    rate: known.rate,
    bookAsOf: known.book.asOf,
    prices: profile.relays.flatMap((relay) =>
      pricesOf(relay, cells, load, most, { ...known, inputTokens: most.probe.inputTokens }),
    ),
  }
}

/** Most tokens of one request: one token a byte of the prompt and of what surrounds it. */
function tokensAtMost(text: string, outputTokens: number): TokenCounts {
  return { inputTokens: inputTokensAtMost(promptFor(text, longestNonce)) + templateTokens, outputTokens }
}

/** The most requests that cells can come to, without those that find out protocols; undefined when time alone bounds them. */
export function requestsOf(
  cells: readonly Pick<Cell, 'relay'>[],
  { rounds, warmupRounds, concurrency, shape }: Load,
): number | undefined {
  if (shape?.type === 'ladder') return ladderRequests(shape, cells, concurrency)
  return rounds === undefined ? undefined : cells.length * (rounds + warmupRounds)
}

/** Requests that find out protocols at a relay: one in each, on every line. */
export const discoveryRequests = (relay: ProfileRelay): number =>
  relay.protocol === 'auto' ? linesOf(relay).length * discoverable.length : 0

function pricesOf(
  relay: ProfileRelay,
  cells: readonly Cell[],
  load: Load,
  most: Pick<PlannedBudget, 'probe' | 'discovery'>,
  sources: PriceSources,
): readonly PlannedPrice[] {
  const own = cells.filter((cell) => cell.relay === relay.name)
  return [...new Set(own.map(({ model }) => model))].map((model, index) => {
    const row = { relay: relay.name, model, ...priceFor(relay, model, sources) }
    const probes = requestsOf(
      own.filter((cell) => cell.model === model),
      load,
    )
    if (probes === undefined) return row
    const discoveries = index === 0 ? discoveryRequests(relay) : 0
    const cost = probes * priceOf(most.probe, row) + discoveries * priceOf(most.discovery, row)
    return { ...row, worstCase: { requests: probes + discoveries, usd: toUsd(cost) } }
  })
}
