import type { Notice } from '../core/text.ts'
import type { ReportRelay } from '../schema/report.ts'
import { notices } from '../words/notices.ts'

/** 198.18.0.0/15 (RFC 2544) is no public address: local proxies hand it out and answer in place of the host. */
const fake = /^198\.1[89]\./

/** Warns when relays were reached at addresses that only a proxy on this machine can have given. */
export function fakeAddresses(relays: readonly ReportRelay[]): readonly Notice[] {
  const names = relays
    .filter(({ network }) => fake.test(network.remoteAddress ?? ''))
    .map(({ relay }) => relay)
  return names.length === 0 ? [] : [notices.fakeIp([...new Set(names)].join(', '))]
}
