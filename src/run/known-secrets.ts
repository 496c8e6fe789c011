import { Secret } from '../core/secret.ts'
import { isSecretName } from '../profile/mask.ts'
import type { LoadedProfile } from '../profile/parse.ts'

/** A value that looks like a token whatever its header is called; a host name or a vendor's name does not. */
const tokenLike = /^[\w.+/=~-]{20,}$/

/** Everything that must never be kept: keys, header values that are keys, and passwords of proxies. */
export function knownSecrets({ secrets }: Pick<LoadedProfile, 'secrets'>): readonly Secret[] {
  return [...secrets.values()].flatMap(({ key, headers, proxy }) => [
    ...(key ? [key] : []),
    ...[...headers].flatMap(([name, value]) => secretsIn(name, value.reveal())),
    ...(proxy ? [proxy, ...passwordOf(proxy)] : []),
  ])
}

/** The value, and without its scheme ("Bearer x"), since a relay may echo either. */
function secretsIn(name: string, value: string): readonly Secret[] {
  const bare = value.replace(/^\s*\w+\s+/, '')
  return isSecretName(name) || tokenLike.test(bare) ? [new Secret(value), new Secret(bare)] : []
}

function passwordOf(proxy: Secret): readonly Secret[] {
  const url = proxy.reveal()
  const { password } = URL.canParse(url) ? new URL(url) : { password: '' }
  return password === '' ? [] : [new Secret(decodeURIComponent(password))]
}
