import { today } from '../core/clock.ts'
import type { PriceRow } from '../core/price.ts'
import { priceSources } from '../pricing/sources/index.ts'
import type { ProbeLane } from './probe-lane.ts'
import { readRelayPage } from './relay-page.ts'
import type { Target } from './target.ts'

/** What a relay's own price page says of some models. */
export interface PricePage {
  readonly source: string
  readonly rows: readonly PriceRow[]
}

/**
 * Reads the page on which a relay states its prices, without a key; undefined where there is none that says anything of
 * these models. Never rejects.
 */
export async function readPricePage(
  target: Target,
  lane: ProbeLane,
  models: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<PricePage | undefined> {
  for (const source of priceSources) {
    const url = source.page?.(target.baseUrl)
    if (!url) continue
    const { body, status } = await readRelayPage(target, lane, url, false, signal)
    if (status === undefined) return undefined
    const listing = source.read(body, { source: url.host + url.pathname, asOf: today() })
    const rows = listing?.rows.filter(({ model }) => models.has(model)) ?? []
    if (rows.length > 0) return { source: source.id, rows }
  }
  return undefined
}
