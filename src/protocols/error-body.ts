import { asArray, asCode, asObject, asText, isObject, parseJson, present } from '../core/json.ts'
import type { RelayError } from '../core/observation.ts'

/**
 * Reads an error out of any body that relays are known to send: the vendors' own shapes, one-api / new-api, OpenRouter,
 * SiliconFlow, DashScope, problem+json (RFC 9457), and the many that put a message under some other name.
 * @returns undefined when nothing in it says that something went wrong.
 */
export function readError(body: unknown): RelayError | undefined {
  if (Array.isArray(body)) return asArray(body).map(readError).find(Boolean)
  if (!isObject(body)) return undefined
  return nested(body) ?? flat(body)
}

/** The same for a body of a failed request, where any text at all is the message. */
export function readFailure(text: string): RelayError | undefined {
  const parsed = parseJson(text)
  const found = readError(parsed)
  if (found) return found
  const body = asObject(parsed)
  const message = firstText(body, messageKeys) ?? asText(text.trim())
  return message === undefined
    ? undefined
    : present<RelayError>({ message, code: asCode(body['code']), type: undefined })
}

const messageKeys = [
  'message',
  'msg',
  'err',
  'error_msg',
  'error_message',
  'errorMessage',
  'detail',
  'title',
] as const

const firstText = (body: object, keys: readonly string[]): string | undefined => {
  for (const [key, value] of Object.entries(body))
    if (keys.includes(key) && asText(value)) return asText(value)
  return undefined
}

function nested(body: Readonly<Record<string, unknown>>): RelayError | undefined {
  const error = body['error'] ?? asObject(body['response'])['error']
  if (typeof error === 'string' && error !== '') {
    const inner = unescaped(error)
    return present<RelayError>({
      message: error,
      code: inner?.code ?? asCode(body['code']),
      type: inner?.type,
    })
  }
  if (!isObject(error)) return headerError(body)
  return fromObject(error)
}

function fromObject(error: Readonly<Record<string, unknown>>): RelayError | undefined {
  const message = firstText(error, messageKeys) ?? asText(asObject(error['metadata'])['raw'])
  const code = asCode(error['code'])
  const type = asText(error['type']) ?? asText(error['status'])
  if (message === undefined && code === undefined && type === undefined) return undefined
  const inner = message === undefined ? undefined : unescaped(message)
  return present<RelayError>({
    message: message ?? type ?? code ?? '',
    type: inner?.type ?? type,
    code: inner?.code ?? code,
    upstreamStatus: upstreamStatus(error) ?? inner?.upstreamStatus,
  })
}

/** An error whose message holds an error in JSON: gateways wrap what their upstream said. Its codes are the better ones. */
function unescaped(message: string): RelayError | undefined {
  const at = message.indexOf('{')
  return at < 0 ? undefined : readError(parseJson(message.slice(at)))
}

/** one-api leaks the upstream's status in `param` of a `bad_response_status_code`. */
function upstreamStatus(error: Readonly<Record<string, unknown>>): number | undefined {
  const status = Number(asText(error['param']))
  return error['code'] === 'bad_response_status_code' && status >= 100 && status < 600 ? status : undefined
}

function headerError(body: Readonly<Record<string, unknown>>): RelayError | undefined {
  const message = asText(asObject(body['header'])['message'])
  return message === undefined ? undefined : { message }
}

/** Bodies whose top level is the error: recognised by a code or a failure mark beside the message. */
function flat(body: Readonly<Record<string, unknown>>): RelayError | undefined {
  const message = firstText(body, messageKeys)
  if (message === undefined || 'choices' in body || 'candidates' in body || 'content' in body)
    return undefined
  const code = asCode(body['code']) ?? asCode(body['status'])
  const failed = body['success'] === false || body['type'] === 'error' || body['object'] === 'error'
  if (code === undefined && !failed && body['detail'] === undefined) return undefined
  if (code === '0' || code === '200') return undefined
  return present<RelayError>({ message, code, type: asText(body['type']) })
}
