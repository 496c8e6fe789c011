import type { BalanceReading } from '../core/balance.ts'
import type { Redact } from '../core/secret.ts'
import type { BalanceSource } from '../pricing/balance-source.ts'
import { sourcesFor } from '../pricing/balances/index.ts'
import { authorise } from '../protocols/authorise.ts'
import { readFailure } from '../protocols/error-body.ts'
import { parseJson } from '../protocols/json.ts'
import { fetchBody } from './fetch-body.ts'
import { redactDeep } from './observe.ts'
import type { ProbeLane } from './probe-lane.ts'
import type { Target } from './target.ts'

const pageMs = 15_000
const shownChars = 200

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

/** What is behind a page that anybody may read, or that wants the key: its body where it is JSON. */
interface PageRead {
  readonly body: unknown
  readonly status?: number
  readonly why?: string
}

/** Pages of the relay's own origin, one after another; those after one that does not answer are not asked for. */
async function readPages(
  target: Target,
  lane: ProbeLane,
  urls: readonly URL[],
  signal?: AbortSignal,
): Promise<readonly PageRead[]> {
  const pages: PageRead[] = []
  for (const url of urls) {
    if (url.origin !== target.baseUrl.origin) throw new RangeError('a key goes to its own origin alone')
    const page = await readPage(target, lane, url, signal)
    pages.push(page)
    if (page.status !== 200) break
  }
  return pages
}

async function readPage(target: Target, lane: ProbeLane, url: URL, signal?: AbortSignal): Promise<PageRead> {
  const request = authorise(
    new URL(url.origin),
    { method: 'GET', path: url.pathname + url.search, headers: { accept: 'application/json' } },
    target.key,
    target.authStated ? target.auth : { style: 'bearer' },
    target.headers,
  )
  const { connectMs } = target.timeouts
  const { result, text } = await fetchBody(lane, request, pageMs, connectMs, signal)
  if (result.status === undefined) return { body: undefined, why: whyNot(result.ending) }
  const body = result.status === 200 ? parseJson(text) : undefined
  const said = readFailure(text.slice(0, 20_000))?.message ?? (body === undefined ? 'no JSON' : '')
  return { body, status: result.status, why: said.slice(0, shownChars) }
}

const whyNot = (ending: { readonly type: string; readonly code?: string }): string =>
  ending.code ?? ending.type
