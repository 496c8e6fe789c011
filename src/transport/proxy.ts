import { Secret } from '../core/secret.ts'

/** An HTTP proxy on the way. Its URL may hold credentials. */
export interface HttpProxy {
  readonly host: string
  readonly port: number
  /** Value for Proxy-Authorization, when the URL holds credentials. */
  readonly authorization?: Secret
}

type Environment = Readonly<Record<string, string | undefined>>

const variable = (env: Environment, name: string): string | undefined =>
  env[name.toLowerCase()] || env[name] || undefined

/** Every proxy that the environment names, with the credentials in it. */
export const proxyUrls = (env: Environment): readonly string[] =>
  ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'].flatMap((name) => variable(env, name) ?? []).map(withScheme)

const withScheme = (url: string): string => (url.includes('://') ? url : `http://${url}`)

/** Whether a NO_PROXY list names this host: `example.com` and `.example.com` cover subdomains, `*` everything, `host:port` one port. */
export function bypasses(noProxy: string | undefined, target: URL): boolean {
  const host = target.hostname.toLowerCase()
  const port = target.port || (target.protocol === 'https:' ? '443' : '80')
  return (noProxy ?? '').split(/[\s,]+/).some((entry) => {
    if (entry === '') return false
    if (entry === '*') return true
    const [name = '', wantedPort] = entry
      .toLowerCase()
      .replace(/^\*?\./, '')
      .split(/:(?=\d+$)/)
    return (host === name || host.endsWith(`.${name}`)) && (wantedPort === undefined || wantedPort === port)
  })
}

/** Reads a proxy URL such as `http://user:password@host:3128`; undefined when it is not an http(s) URL. */
export function parseProxy(url: string): HttpProxy | undefined {
  const full = withScheme(url)
  if (!URL.canParse(full)) return undefined
  const parsed = new URL(full)
  if (!/^https?:$/.test(parsed.protocol)) return undefined
  const port = Number(parsed.port || (parsed.protocol === 'https:' ? 443 : 80))
  const credentials = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port,
    ...(credentials !== ':' && {
      authorization: new Secret(`Basic ${Buffer.from(credentials).toString('base64')}`),
    }),
  }
}

/** The proxy that carries requests to this origin by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY. */
export function proxyFromEnvironment(target: URL, env: Environment): HttpProxy | undefined {
  if (bypasses(variable(env, 'NO_PROXY'), target) || isLoopback(target)) return undefined
  const name = target.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const url = variable(env, name) ?? variable(env, 'ALL_PROXY')
  return url === undefined ? undefined : parseProxy(url)
}

const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname)
