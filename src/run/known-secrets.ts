import { Secret } from '../core/secret.ts'
import { isSecretName } from '../profile/mask.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { proxyUrls } from '../transport/proxy.ts'

/** A value that looks like a token whatever its header is called; a host name or a vendor's name does not. */
const tokenLike = /^[\w.+/=~-]{20,}$/

/** Shorter pieces of a header's value are words. */
const shortestPiece = 12

/** Everything that must never be kept: keys, header values that are keys, and passwords of proxies. */
export function knownSecrets(
  { secrets }: Pick<LoadedProfile, 'secrets'>,
  env: Readonly<Record<string, string | undefined>>,
): readonly Secret[] {
  const ofRelays = [...secrets.values()].flatMap(({ key, headers, proxy }) => [
    ...(key ? [key] : []),
    ...[...headers].flatMap(([name, value]) => secretsIn(name, value.reveal())),
    ...(proxy ? credentialsIn(proxy.reveal()) : []),
  ])
  return [...ofRelays, ...proxyUrls(env).flatMap(credentialsIn)]
}

/** The value, and what stands in it behind a scheme ("Bearer x") or a name ("session=x"): a relay may echo either. */
function secretsIn(name: string, value: string): readonly Secret[] {
  const bare = value.replace(/^\s*\w+\s+/, '')
  if (!isSecretName(name) && !tokenLike.test(bare)) return []
  const pieces = value.split(/[;,\s]+/).map((piece) => piece.replace(/^\w+=(?=.)/, ''))
  return [value, bare, ...pieces.filter(({ length }) => length >= shortestPiece)].map(
    (text) => new Secret(text),
  )
}

/** User and password of a proxy, together and apart. */
function credentialsIn(proxyUrl: string): readonly Secret[] {
  if (!URL.canParse(proxyUrl)) return []
  const { username, password } = new URL(proxyUrl)
  if (password === '') return username === '' ? [] : [new Secret(decodeURIComponent(username))]
  return [`${username}:${password}`, password].map((text) => new Secret(decodeURIComponent(text)))
}
