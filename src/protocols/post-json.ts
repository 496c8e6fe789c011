import type { ProtocolRequest } from './protocol.ts'

/** A request whose body is JSON. */
export const postJson = (
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): ProtocolRequest => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})
