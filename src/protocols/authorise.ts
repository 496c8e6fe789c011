import type { Secret } from '../core/secret.ts'
import type { AuthStyle, ProtocolRequest } from './protocol.ts'

/**
 * Puts base URL, request and key together. The only place where a relay's key becomes text.
 * The base URL's own query (Azure's `api-version`) is kept. Nothing is appended to the base path but the request's.
 */
export function authorise(
  baseUrl: URL,
  request: ProtocolRequest,
  key: Secret | undefined,
  auth: AuthStyle,
  extraHeaders: ReadonlyMap<string, Secret>,
): { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body?: string } {
  const headers: Record<string, string> = { accept: '*/*', 'accept-encoding': 'identity', ...request.headers }
  let path = addressOf(baseUrl, request.path)
  if (key) {
    const [name, value] = credential(auth, key)
    if (auth.style === 'query') path = withParameter(path, name, value)
    else headers[name] = value
  }
  for (const [name, value] of extraHeaders) headers[name.toLowerCase()] = value.reveal()
  return {
    method: request.method,
    path,
    headers,
    ...(request.body !== undefined && { body: request.body }),
  }
}

/** Taking a URL apart costs more than all the rest of a request, and there are few: one a model at most. */
const addresses = new WeakMap<URL, Map<string, string>>()

/** Path and query at which a request below a base URL goes. */
function addressOf(baseUrl: URL, requestPath: string): string {
  const known = addresses.get(baseUrl) ?? new Map<string, string>()
  addresses.set(baseUrl, known)
  const address = known.get(requestPath) ?? addressBelow(baseUrl, requestPath)
  known.set(requestPath, address)
  return address
}

function addressBelow(baseUrl: URL, requestPath: string): string {
  const url = new URL(baseUrl)
  const [path = '', query] = requestPath.split('?')
  url.pathname = joined(baseUrl.pathname, path)
  for (const [name, value] of new URLSearchParams(query)) url.searchParams.set(name, value)
  return url.pathname + url.search
}

function withParameter(address: string, name: string, value: string): string {
  const url = new URL(`http://relay${address}`)
  url.searchParams.set(name, value)
  return url.pathname + url.search
}

/** People give Anthropic's base with and without /v1, and "/v1/v1" is never what they mean. */
function joined(base: string, path: string): string {
  const trimmed = base.replace(/\/+$/, '')
  return path.startsWith('/v1/') && trimmed.endsWith('/v1')
    ? trimmed + path.slice('/v1'.length)
    : trimmed + path
}

function credential(auth: AuthStyle, key: Secret): readonly [name: string, value: string] {
  switch (auth.style) {
    case 'bearer':
      return ['authorization', `Bearer ${key.reveal()}`]
    case 'x-api-key':
      return ['x-api-key', key.reveal()]
    case 'query':
    case 'header':
      return [auth.name.toLowerCase(), key.reveal()]
  }
}

/** What a profile says about sending the key, completed by the protocol's own way. */
export function authStyleOf(
  stated:
    | AuthStyle['style']
    | { readonly style: AuthStyle['style']; readonly name?: string | undefined }
    | undefined,
  protocol: { readonly auth: AuthStyle },
): AuthStyle {
  if (stated === undefined) return protocol.auth
  const { style, name } = typeof stated === 'string' ? { style: stated, name: undefined } : stated
  switch (style) {
    case 'bearer':
    case 'x-api-key':
      return { style }
    case 'query':
      return { style, name: name ?? 'key' }
    case 'header':
      return { style, name: name ?? 'api-key' }
  }
}
