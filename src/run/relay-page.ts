import { parseJson } from '../core/json.ts'
import { authorise } from '../protocols/authorise.ts'
import { readFailure } from '../protocols/error-body.ts'
import { fetchBody } from './fetch-body.ts'
import type { ProbeLane } from './probe-lane.ts'
import type { Target } from './target.ts'

const pageMs = 15_000
const shownChars = 200

/** What came of asking for a page: its body where it is JSON, else what was said or what kept it from being read. */
export interface PageRead {
  readonly body: unknown
  /** Absent: nothing answered. */
  readonly status?: number
  readonly why?: string
}

/**
 * Reads a page of the relay's own origin that holds JSON. Never rejects.
 * @param keyed whether it wants the relay's key; else nothing secret is sent
 * @throws RangeError for a page of another origin
 */
export async function readRelayPage(
  target: Target,
  lane: ProbeLane,
  url: URL,
  keyed: boolean,
  signal?: AbortSignal,
): Promise<PageRead> {
  if (url.origin !== target.baseUrl.origin) throw new RangeError('a relay is asked at its own origin alone')
  const request = authorise(
    new URL(url.origin),
    { method: 'GET', path: url.pathname + url.search, headers: { accept: 'application/json' } },
    keyed ? target.key : undefined,
    target.authStated ? target.auth : { style: 'bearer' },
    keyed ? target.headers : new Map(),
  )
  const { result, text } = await fetchBody(lane, request, pageMs, target.timeouts.connectMs, signal)
  const { status, ending } = result
  if (status === undefined) return { body: undefined, why: 'code' in ending ? ending.code : ending.type }
  const body = status === 200 ? parseJson(text) : undefined
  const said = readFailure(text.slice(0, 20_000))?.message ?? (body === undefined ? 'no JSON' : '')
  return { body, status, why: said.slice(0, shownChars) }
}
