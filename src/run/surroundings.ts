import type { Notice } from '../core/text.ts'
import { notices } from '../words/notices.ts'
import type { RelayTarget } from './target.ts'

/** What stands between this machine and the relays and would colour every number. */
export function surroundings(
  targets: readonly RelayTarget[],
  env: Readonly<Record<string, string | undefined>>,
): readonly Notice[] {
  const lines = targets.flatMap(({ lines: all }) => all)
  const proxies = new Set(lines.map(({ lane }) => lane.proxy?.host).filter((host) => host !== undefined))
  const insecure = targets.filter(({ relay }) => relay.tls?.insecure).map(({ relay }) => relay.name)
  return [
    ...[...proxies].map(notices.proxyBetween),
    ...insecure.map(notices.certificateUnchecked),
    ...(env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0' ? [notices.tlsUncheckedEverywhere()] : []),
  ]
}
