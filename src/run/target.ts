import type { ConnectionFacts } from '../core/observation.ts'
import type { Secret } from '../core/secret.ts'
import { UserError } from '../core/text.ts'
import {
  concurrencyOf,
  linesOf,
  maxBytesOf,
  type RelayTimeouts,
  requestIntervalMsOf,
  timeoutsOf,
} from '../plan/settings.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { authorise, authStyleOf } from '../protocols/authorise.ts'
import { protocolNamed } from '../protocols/index.ts'
import type { AuthStyle, Protocol, ProtocolRequest } from '../protocols/protocol.ts'
import type { ProfileRelay } from '../schema/profile.ts'
import type { WireRequest } from '../transport/exchange.ts'
import type { LaneOptions } from '../transport/lane.ts'
import { type Deadlines, defaultSizeLimits, type SizeLimits } from '../transport/limits.ts'
import { type HttpProxy, parseProxy, proxyFromEnvironment } from '../transport/proxy.ts'

/** One line of a relay, ready to be asked: address, key, protocol, limits. Never leaves the process. */
export interface Target {
  readonly relay: string
  readonly line?: string
  readonly baseUrl: URL
  readonly protocol: Protocol
  readonly auth: AuthStyle
  /** Whether the profile says how the key is sent, whatever the protocol. */
  readonly authStated?: boolean
  readonly key?: Secret
  readonly headers: ReadonlyMap<string, Secret>
  readonly lane: LaneOptions
  readonly timeouts: RelayTimeouts
}

/** A relay of the profile with all its lines. */
export interface RelayTarget {
  readonly relay: ProfileRelay
  readonly lines: readonly Target[]
  readonly concurrency: number
  readonly requestIntervalMs: number
  readonly keyMissing: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** Where each relay is reached. `simulated` gives the base URL of relays that run on loopback. */
export function relayTarget(
  relay: ProfileRelay,
  { profile, secrets, files }: LoadedProfile,
  simulated: ReadonlyMap<string, string>,
  env: Environment,
): RelayTarget {
  const known = secrets.get(relay.name)
  const protocol = protocolNamed(relay.protocol)
  const proxyUrl = known?.proxy?.reveal()
  const lines = linesOf(relay).map(({ line, url = simulated.get(relay.name) }): Target => {
    const baseUrl = new URL(addressOf(relay, url))
    const proxy = proxyFor(proxyUrl, baseUrl, env)
    const ca = relay.tls?.ca === undefined ? undefined : files.get(relay.tls.ca)
    return {
      relay: relay.name,
      ...(line !== undefined && { line }),
      baseUrl,
      protocol,
      auth: authStyleOf(relay.auth, protocol),
      authStated: relay.auth !== undefined,
      ...(known?.key && { key: known.key }),
      headers: known?.headers ?? new Map(),
      lane: {
        origin: baseUrl,
        ...(proxy && { proxy }),
        ...(ca !== undefined && { ca }),
        insecure: relay.tls?.insecure ?? false,
        ...(relay.http2 !== undefined && { http2: relay.http2 }),
        ...(relay.ip !== undefined && { family: relay.ip }),
        sizes: sizesOf(
          maxBytesOf(profile, relay),
          relay.max_decompression_ratio ?? profile.max_decompression_ratio,
        ),
      },
      timeouts: timeoutsOf(profile, relay),
    }
  })
  return {
    relay,
    lines,
    concurrency: concurrencyOf(profile, relay),
    requestIntervalMs: requestIntervalMsOf(profile, relay),
    keyMissing: known?.missingEnv !== undefined,
  }
}

function addressOf(relay: ProfileRelay, url: string | undefined): string {
  if (url !== undefined) return url
  throw new UserError({
    en: `relay "${relay.name}" has no base_url`,
    zh: `中转站“${relay.name}”没有 base_url`,
  })
}

/** A request of a protocol as it goes to this target, key included. */
export const wireRequest = (target: Target, request: ProtocolRequest): WireRequest =>
  authorise(target.baseUrl, request, target.key, target.auth, target.headers)

/** @param stated what the profile says, filled in: a URL, or "direct". */
function proxyFor(stated: string | undefined, baseUrl: URL, env: Environment): HttpProxy | undefined {
  if (stated === 'direct') return undefined
  return stated === undefined ? proxyFromEnvironment(baseUrl, env) : parseProxy(stated)
}

/** @param streaming whether the first token has a deadline of its own */
export function deadlinesOf({ timeouts }: Target, streaming: boolean): Deadlines {
  const { connectMs, firstTokenMs, idleMs, totalMs } = timeouts
  return { connectMs, idleMs, totalMs, ...(streaming && { firstTokenMs }) }
}

function sizesOf(max: ReturnType<typeof maxBytesOf>, ratio: number | undefined): SizeLimits {
  const { line, event, body, headers, decompressed } = max
  return {
    ...defaultSizeLimits,
    ...(line !== undefined && { lineBytes: line }),
    ...(event !== undefined && { eventBytes: event }),
    ...(body !== undefined && { bodyBytes: body, wholeBytes: body }),
    ...(headers !== undefined && { headerBytes: headers }),
    ...(decompressed !== undefined && { decompressedBytes: decompressed }),
    ...(ratio !== undefined && { decompressionRatio: ratio }),
  }
}

/** A connection as it was made to this target: through its proxy, where it has one. */
export const viaProxyOf = ({ lane: { proxy } }: Target, connection: ConnectionFacts): ConnectionFacts =>
  proxy ? { ...connection, proxy: proxy.host } : connection
