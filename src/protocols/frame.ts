import { asText, isObject, type JsonObject, parseJson } from '../core/json.ts'
import { readError } from './error-body.ts'
import type { ReplyEvent } from './protocol.ts'

/** A frame's data before any protocol looks at it: a JSON value, or what follows from there being none. */
export type OpenedFrame =
  | { readonly type: 'json'; readonly value: unknown }
  | { readonly type: 'events'; readonly events: readonly ReplyEvent[] }

/** `[DONE]` ends a stream whose protocol knows no such mark too: gateways put it everywhere. */
export function openFrame(data: string): OpenedFrame {
  const trimmed = data.trim()
  if (trimmed === '[DONE]') return { type: 'events', events: [{ type: 'end' }] }
  // Empty data and comments wrapped in data are keep-alives of some partners.
  if (trimmed === '' || trimmed.startsWith(':')) return ping
  const value = parseJson(trimmed)
  if (value === undefined)
    return { type: 'events', events: [{ type: 'malformed', why: 'a frame is not JSON' }] }
  return isObject(value) && pings.has(value['type']) ? ping : { type: 'json', value }
}

const ping: OpenedFrame = { type: 'events', events: [{ type: 'ping' }] }

/** Anthropic's and OpenAI's own words for a frame that only keeps the connection. */
const pings: ReadonlySet<unknown> = new Set(['ping', 'keepalive'])

/** @param marked whether the frame calls itself an error: whatever it says is the message then */
export function errorEvents(value: unknown, data: string, marked: boolean): ReplyEvent[] {
  const error = readError(value) ?? (marked ? { message: data.trim().slice(0, 500) } : undefined)
  return error ? [{ type: 'error', error }] : []
}

/** Who answered, if the object says so under these names. */
export function identityEvents(said: JsonObject, modelKey: string, idKey: string): ReplyEvent[] {
  const model = asText(said[modelKey])
  const id = asText(said[idKey])
  if (model === undefined && id === undefined) return []
  return [{ type: 'identity', ...(model !== undefined && { model }), ...(id !== undefined && { id }) }]
}
