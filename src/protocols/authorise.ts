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
  const url = new URL(baseUrl)
  const [path = '', query] = request.path.split('?')
  url.pathname = joined(baseUrl.pathname, path)
  for (const [name, value] of new URLSearchParams(query)) url.searchParams.set(name, value)
  const headers: Record<string, string> = { accept: '*/*', 'accept-encoding': 'identity', ...request.headers }
  if (key) {
    const [name, value] = credential(auth, key)
    if (auth.style === 'query') url.searchParams.set(name, value)
    else headers[name] = value
  }
  for (const [name, value] of extraHeaders) headers[name.toLowerCase()] = value.reveal()
  return {
    method: request.method,
    path: url.pathname + url.search,
    headers,
    ...(request.body !== undefined && { body: request.body }),
  }
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
