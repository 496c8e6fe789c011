import type { ListingRecord, StatusPageRecord } from '../core/journal.ts'
import { asObject, asText, parseJson } from '../core/json.ts'
import type { Redact } from '../core/secret.ts'
import { readFailure } from '../protocols/error-body.ts'
import type { WireRequest } from '../transport/exchange.ts'
import { fetchBody } from './fetch-body.ts'
import { httpFacts } from './http-facts.ts'
import { redactDeep, timeline } from './observe.ts'
import type { ProbeLane } from './probe-lane.ts'
import { type Target, wireRequest } from './target.ts'

/** A listing is asked for once: a relay that is slow to answer it must not hold up its own probes for long. */
const listingMs = 15_000
const statusPageMs = 5_000
/** The longest real listing seen is some hundred kB. */
const mostModelsKept = 5_000

/** Asks a relay which models it says it serves. It also opens the lane's connection, so that no counted probe pays for dialling. */
export async function listModels(
  target: Target,
  lane: ProbeLane,
  setting: {
    readonly session: number
    readonly origin: number
    readonly due: number
    readonly redact: Redact
    readonly signal?: AbortSignal
  },
): Promise<ListingRecord> {
  const { listing } = target.protocol
  const request = wireRequest(target, listing.request)
  const { result, text } = await fetchBody(
    lane,
    request,
    Math.min(listingMs, target.timeouts.totalMs),
    target.timeouts.connectMs,
    setting.signal,
  )
  const http = httpFacts(result, target.baseUrl)
  const succeeded = result.status !== undefined && result.status >= 200 && result.status < 300
  const models = succeeded ? listing.read(parseJson(text)) : undefined
  const error = models ? undefined : readFailure(text.slice(0, 20_000))
  const { started, end, ...stamps } = result.stamps
  return redactDeep(
    {
      type: 'listing',
      relay: target.relay,
      ...(target.line !== undefined && { line: target.line }),
      session: setting.session,
      timeline: timeline(setting.due, setting.origin, { started, end, ...stamps }, {}),
      ending: result.ending,
      ...(result.connection && { connection: result.connection }),
      ...(http && { http }),
      ...(models && { models: models.slice(0, mostModelsKept) }),
      ...(error && { error: { ...error, message: error.message.slice(0, 300) } }),
      keyed: target.key !== undefined,
    },
    setting.redact,
  )
}

/** Reads the public status page of one-api / new-api, which needs no key; undefined when there is none. */
export async function readStatusPage(
  target: Target,
  lane: ProbeLane,
  session: number,
  redact: Redact,
  signal?: AbortSignal,
): Promise<StatusPageRecord | undefined> {
  const request: WireRequest = { method: 'GET', path: '/api/status', headers: { accept: 'application/json' } }
  const { result, text } = await fetchBody(lane, request, statusPageMs, target.timeouts.connectMs, signal)
  const data = asObject(asObject(parseJson(text))['data'])
  if (result.status !== 200 || typeof data['quota_per_unit'] !== 'number') return undefined
  const systemName = asText(data['system_name'])?.slice(0, 80)
  const version = asText(data['version'])?.slice(0, 40)
  const record: StatusPageRecord = {
    type: 'status-page',
    relay: target.relay,
    session,
    software: 'one-api / new-api',
    ...(systemName !== undefined && { systemName }),
    ...(version !== undefined && { version }),
  }
  return redactDeep(record, redact)
}
