import { lookup } from 'node:dns/promises'
import net from 'node:net'
import tls from 'node:tls'
import { instantText, type Ms, now, toMicrosecond } from '../core/clock.ts'
import type { Certificate, PathAddress, PathRecord } from '../core/path.ts'

export interface PathTarget {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly family?: 4 | 6
  readonly timeoutMs: Ms
}

/** So many addresses of a name are tried; the others are only counted. */
const mostTried = 4
const longestName = 120

type Traced = Omit<PathRecord, 'type' | 'relay' | 'line' | 'session'>

/**
 * Resolves a name and opens a connection to each of its addresses, one after another, sending nothing over it but the TLS
 * handshake. Undefined for an address without a name: connections tell all of it anyway. A certificate is looked at whether or not it is trusted: probes are stricter.
 */
export async function tracePath(target: PathTarget, signal: AbortSignal): Promise<Traced | undefined> {
  if (net.isIP(target.host)) return undefined
  const began = now()
  let found: readonly { readonly address: string; readonly family: number }[]
  try {
    found = await lookup(target.host, { all: true, ...(target.family && { family: target.family }) })
  } catch (error) {
    return { failure: codeOf(error), addresses: [] }
  }
  const dnsMs = toMicrosecond(now() - began)
  const addresses: PathAddress[] = []
  let certificate: Certificate | undefined
  for (const [i, { address, family }] of found.entries()) {
    const place = { address, family: family === 6 ? (6 as const) : (4 as const) }
    if (i >= mostTried || signal.aborted) {
      addresses.push(place)
      continue
    }
    const tried = await tryAddress(address, target, signal)
    certificate ??= tried.certificate
    addresses.push({ ...place, ...tried.times })
  }
  return { dnsMs, addresses, ...(certificate && { certificate }) }
}

interface Tried {
  readonly times: Pick<PathAddress, 'tcpMs' | 'tlsMs' | 'failure'>
  readonly certificate?: Certificate
}

function tryAddress(
  address: string,
  { host, port, secure, timeoutMs }: PathTarget,
  signal: AbortSignal,
): Promise<Tried> {
  const began = now()
  const raw = net.connect({ host: address, port })
  return new Promise((resolve) => {
    let tcpMs: Ms | undefined
    let done = false
    const finish = (more: Pick<PathAddress, 'tlsMs' | 'failure'>, certificate?: Certificate): void => {
      if (done) return
      done = true
      clearTimeout(timer)
      signal.removeEventListener('abort', abandon)
      raw.destroy()
      resolve({
        times: { ...(tcpMs !== undefined && { tcpMs }), ...more },
        ...(certificate && { certificate }),
      })
    }
    const abandon = () => finish({ failure: 'ABORTED' })
    const timer = setTimeout(() => finish({ failure: 'ETIMEDOUT' }), timeoutMs)
    signal.addEventListener('abort', abandon)
    raw.on('error', (error) => finish({ failure: codeOf(error) }))
    raw.once('connect', () => {
      tcpMs = toMicrosecond(now() - began)
      if (!secure) return finish({})
      const shaken = now()
      const socket = tls.connect({
        socket: raw,
        servername: host,
        ALPNProtocols: ['http/1.1'],
        rejectUnauthorized: false,
      })
      socket.on('error', (error) => finish({ failure: codeOf(error) }))
      socket.once('secureConnect', () =>
        finish({ tlsMs: toMicrosecond(now() - shaken) }, certificateOf(socket.getPeerCertificate())),
      )
    })
  })
}

/** A certificate without a last day says nothing. */
function certificateOf({
  issuer,
  subject,
  valid_from: from,
  valid_to: to,
}: tls.PeerCertificate): Certificate | undefined {
  const [validFrom, validTo] = [instantText(from ?? ''), instantText(to ?? '')]
  if (validFrom === undefined || validTo === undefined) return undefined
  return { issuer: nameOf(issuer), subject: nameOf(subject), validFrom, validTo }
}

/** "R11 (Let's Encrypt)". */
function nameOf(name: tls.Certificate | undefined): string {
  const [common, organisation] = [name?.CN, name?.O].map((part) => (Array.isArray(part) ? part[0] : part))
  const both =
    common !== undefined && organisation !== undefined
      ? `${common} (${organisation})`
      : (common ?? organisation ?? '')
  return both.slice(0, longestName)
}

const codeOf = (error: unknown): string =>
  error instanceof Error
    ? String((error as NodeJS.ErrnoException).code ?? error.message).slice(0, longestName)
    : 'failed'
