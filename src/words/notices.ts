import type { Notice } from '../core/text.ts'

const notice = (code: string, en: string, zh: string): Notice => ({ code, message: { en, zh } })

/** What the reader must know before believing the numbers. */
export const notices = {
  proxyBetween: (host: string): Notice =>
    notice(
      'proxy-between',
      `requests go through the HTTP proxy ${host}: every time below includes it`,
      `请求经过 HTTP 代理 ${host}：下列所有耗时都包含该代理`,
    ),
  fakeIp: (relays: string): Notice =>
    notice(
      'fake-ip',
      `${relays}: the address is in 198.18.0.0/15, so a local proxy (Clash, sing-box) answers in place of the relay and every time below includes it`,
      `${relays}：地址位于 198.18.0.0/15，说明本机代理（Clash、sing-box 等）代替中转站应答，下列所有耗时都包含该代理`,
    ),
  certificateUnchecked: (relay: string): Notice =>
    notice(
      'tls-insecure',
      `${relay}: its certificate was not checked (tls.insecure)`,
      `${relay}：未校验证书（tls.insecure）`,
    ),
  tlsUncheckedEverywhere: (): Notice =>
    notice(
      'tls-insecure-environment',
      'no certificate was checked: NODE_TLS_REJECT_UNAUTHORIZED is 0',
      '未校验任何证书：NODE_TLS_REJECT_UNAUTHORIZED 为 0',
    ),
} as const
