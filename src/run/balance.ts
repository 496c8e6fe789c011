import type { BalanceReading } from '../core/balance.ts'
import type { Redact } from '../core/secret.ts'
import type { BalanceSource } from '../pricing/balance-source.ts'
import { sourcesFor } from '../pricing/balances/index.ts'
import { redactDeep } from './observe.ts'
import type { ProbeLane } from './probe-lane.ts'
import { type PageRead, readRelayPage } from './relay-page.ts'
import type { Target } from './target.ts'

/** A page that was asked and told no balance: its status, or what kept it from answering. */
interface Untold {
  readonly source: string
  readonly status?: number
  readonly why: string
}

export type BalanceAnswer =
  | { readonly source: BalanceSource; readonly reading: BalanceReading }
  | { readonly tried: readonly Untold[] }

/**
 * Asks a relay for its balance, in all ways that its vendor may have, until one answers. With its key, at its own origin.
 * Never rejects.
 * @param sources the ways to try; by default those for its address
 */
export async function readBalance(
  target: Target,
  lane: ProbeLane,
  redact: Redact,
  signal?: AbortSignal,
  sources: readonly BalanceSource[] = sourcesFor(target.baseUrl),
): Promise<BalanceAnswer> {
  const tried: Untold[] = []
  for (const source of sources) {
    const pages = await readPages(target, lane, source.requests(target.baseUrl), signal)
    const reading = source.read(pages.map(({ body }) => body))
    if (reading) return { source, reading }
    const [first] = pages
    const { status, why = '' } = first ?? {}
    tried.push(redactDeep({ source: source.id, ...(status !== undefined && { status }), why }, redact))
    if (status === undefined) break
  }
  return { tried }
}

/** "deepseek: 404 not found". */
export const triedText = ({ source, status, why }: Untold): string =>
  `${source}: ${[status, why].filter(Boolean).join(' ')}`

/** One after another; those after one that does not answer are not asked for. */
async function readPages(
  target: Target,
  lane: ProbeLane,
  urls: readonly URL[],
  signal?: AbortSignal,
): Promise<readonly PageRead[]> {
  const pages: PageRead[] = []
  for (const url of urls) {
    const page = await readRelayPage(target, lane, url, true, signal)
    pages.push(page)
    if (page.status !== 200) break
  }
  return pages
}
