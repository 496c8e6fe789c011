import net from 'node:net'
import tls from 'node:tls'
import { type Ms, now } from '../core/clock.ts'
import type { NetworkStage } from '../core/observation.ts'
import { directReads } from './direct-reads.ts'
import type { HttpProxy } from './proxy.ts'

export interface DialOptions {
  readonly secure: boolean
  readonly host: string
  readonly port: number
  readonly proxy?: HttpProxy
  /** PEM of a further certificate authority. */
  readonly ca?: string
  readonly insecure?: boolean
  /** true: HTTP/2 or nothing; "auto": whichever the server prefers. */
  readonly http2?: boolean | 'auto'
  readonly family?: 4 | 6
}

/** What became of dialling: a stamp per phase that was reached. A line of it belongs to exactly one socket. */
export interface Dial {
  readonly started: Ms
  dns?: Ms
  tcp?: Ms
  tls?: Ms
  /** Phase under way, and so the one that failed when it failed. */
  stage: NetworkStage
  remoteAddress?: string
  family?: 4 | 6
  alpn?: string
  tlsVersion?: string
  /** Requests the connection has carried so far. */
  uses: number
}

/** The stamps of the phases that were reached. */
export const dialStamps = ({ dns, tcp, tls }: Dial): Pick<Dial, 'dns' | 'tcp' | 'tls'> => ({
  ...(dns !== undefined && { dns }),
  ...(tcp !== undefined && { tcp }),
  ...(tls !== undefined && { tls }),
})

type Done = (error: Error | null, socket: net.Socket | null) => void

/**
 * Opens a connection, through a proxy when there is one, and stamps every phase.
 * @returns the record that fills up while dialling, and a way to give up.
 */
export function dial(
  options: DialOptions,
  done: Done,
): { readonly facts: Dial; abandon(error: Error): void } {
  const facts: Dial = { started: now(), stage: 'dns', uses: 0 }
  const via = options.proxy ?? options
  const direct = isDirect(options) ? directReads() : undefined
  const address = {
    host: via.host,
    port: via.port,
    ...(options.family !== undefined && { family: options.family }),
    ...(direct && { onread: direct.onread }),
  }
  const raw =
    direct && options.secure ? tls.connect({ ...address, ...tlsOptions(options) }) : net.connect(address)
  direct?.attach(raw)
  let current: net.Socket = raw
  let finished = false
  const finish: Done = (error, socket) => {
    if (finished) return
    finished = true
    // What fails before the tunnel stands is the proxy's doing: the relay was never reached.
    if (error && options.proxy && facts.stage !== 'tls') facts.stage = 'proxy'
    if (error) current.destroy()
    done(error, socket)
  }
  const fail = (error: Error) => finish(error, null)

  raw.once('lookup', (error) => {
    if (error) return
    facts.dns ??= now()
    facts.stage = 'tcp'
  })
  raw.once('error', fail)
  raw.once('connect', () => {
    facts.tcp = now()
    raw.setNoDelay(true)
    raw.setKeepAlive(true)
    if (raw.remoteAddress) facts.remoteAddress = raw.remoteAddress
    facts.family = raw.remoteFamily === 'IPv6' ? 6 : 4
    const onward = () => (options.secure ? shake() : finish(null, raw))
    if (options.proxy) tunnel(raw, options, options.proxy, facts, onward, fail)
    else onward()
  })
  if (net.isIP(via.host)) facts.stage = 'tcp'

  const shake = () => {
    facts.stage = 'tls'
    if (!(current instanceof tls.TLSSocket)) current = tls.connect({ socket: raw, ...tlsOptions(options) })
    const secure = current as tls.TLSSocket
    secure.once('error', fail)
    secure.once('secureConnect', () => {
      facts.tls = now()
      facts.alpn = secure.alpnProtocol || 'http/1.1'
      facts.tlsVersion = secure.getProtocol() ?? 'unknown'
      if (options.http2 === true && facts.alpn !== 'h2') fail(new Error('the relay does not speak HTTP/2'))
      else finish(null, secure)
    })
  }
  return { facts, abandon: fail }
}

/** Proxies are read by "data" events, HTTP/2 takes the socket's handle. */
const isDirect = ({ proxy, http2 }: DialOptions): boolean => !proxy && !http2

function tlsOptions({ host, http2, insecure, ca }: DialOptions): tls.ConnectionOptions {
  return {
    // The name that the certificate must hold: without it Node takes that of the socket, which may be a proxy's.
    host,
    servername: net.isIP(host) ? '' : host,
    ALPNProtocols: offered(http2),
    rejectUnauthorized: !insecure,
    ...(ca !== undefined && { secureContext: trusting(ca) }),
  }
}

const contexts = new Map<string, tls.SecureContext>()

/** Parsing all root certificates costs milliseconds: done once for a certificate, not once for a connection. */
function trusting(ca: string): tls.SecureContext {
  const known = contexts.get(ca) ?? tls.createSecureContext({ ca: [...tls.rootCertificates, ca] })
  contexts.set(ca, known)
  return known
}

function offered(http2: DialOptions['http2']): string[] {
  if (http2 === true) return ['h2']
  return http2 === 'auto' ? ['h2', 'http/1.1'] : ['http/1.1']
}

/** Longest answer to CONNECT that is waited for, in bytes. */
const longestProxyAnswer = 16_384

/** Asks a proxy to pass bytes through (RFC 9110 section 9.3.6). The relay's key never goes to the proxy. */
function tunnel(
  socket: net.Socket,
  target: DialOptions,
  proxy: HttpProxy,
  facts: Dial,
  onward: () => void,
  fail: (error: Error) => void,
): void {
  facts.stage = 'proxy'
  const host = target.host.includes(':') ? `[${target.host}]` : target.host
  const authorization = proxy.authorization ? `Proxy-Authorization: ${proxy.authorization.reveal()}\r\n` : ''
  socket.write(
    `CONNECT ${host}:${target.port} HTTP/1.1\r\nHost: ${host}:${target.port}\r\n${authorization}\r\n`,
  )
  let answer = ''
  const read = (chunk: Buffer) => {
    answer += chunk.toString('latin1')
    const end = answer.indexOf('\r\n\r\n')
    if (end < 0 && answer.length < longestProxyAnswer) return
    socket.off('data', read)
    socket.off('close', closed)
    socket.pause()
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1]
    if (end >= 0 && status?.startsWith('2')) return onward()
    fail(new Error(`the proxy answered CONNECT with ${status ?? 'something that is not HTTP'}`))
  }
  const closed = () => fail(new Error('the proxy closed the connection'))
  socket.on('data', read)
  socket.once('close', closed)
}
