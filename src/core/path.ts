import type { Ms } from './clock.ts'

/** What was found out about the way to one line of a relay before its first probe. Nothing was asked of it. */
export interface PathRecord {
  readonly type: 'path'
  readonly relay: string
  readonly line?: string
  readonly session: number
  /** Until the resolver answered. */
  readonly dnsMs?: Ms
  /** Why there is no address. */
  readonly failure?: string
  /** All that the resolver gave, in its order. */
  readonly addresses: readonly PathAddress[]
  /** Of the first address that showed one. */
  readonly certificate?: Certificate
}

export interface PathAddress {
  readonly address: string
  readonly family: 4 | 6
  /** Until the connection stood; absent where it never did, or was not tried. */
  readonly tcpMs?: Ms
  /** What the handshake took after that. */
  readonly tlsMs?: Ms
  /** Why it went no further. */
  readonly failure?: string
}

export interface Certificate {
  readonly issuer: string
  readonly subject: string
  /** ISO 8601. */
  readonly validFrom: string
  readonly validTo: string
}
