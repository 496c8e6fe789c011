import type { Notice } from '../core/text.ts'

const notice = (code: string, en: string, zh: string): Notice => ({ code, message: { en, zh } })

/** What the reader must know before believing the numbers. */
export const notices = {
  certificateEnds: (relay: string, day: string, days: string): Notice =>
    notice(
      'certificate-ends',
      `the certificate of ${relay} ends on ${day}, ${days} days after this run began`,
      `${relay} 的证书将于 ${day} 到期，距本次测试 ${days} 天`,
    ),
  proxyBetween: (host: string): Notice =>
    notice(
      'proxy-between',
      `requests go through the HTTP proxy ${host}: every time below includes it`,
      `请求经过 HTTP 代理 ${host}：下列所有耗时都包含该代理`,
    ),
  budgetReached: (cap: string, missing: string | undefined, relays: readonly string[]): Notice =>
    notice(
      'budget-reached',
      missing === undefined
        ? `the budget of $${cap} ended the run before its time was over; go on with --resume DIR --budget USD`
        : `the budget of $${cap} left no room for the next probe: ${missing} counted probes were not sent (${relays.join(', ')}); go on with --resume DIR --budget USD`,
      missing === undefined
        ? `预算 $${cap} 已用完，测试提前结束；可用 --resume 目录 --budget 美元 继续`
        : `预算 $${cap} 已不够发送下一次请求：有 ${missing} 次计数探测未发送（${relays.join('、')}）；可用 --resume 目录 --budget 美元 继续`,
    ),
  budgetAlarm: (spent: string, share: string, cap: string): Notice =>
    notice(
      'budget-alarm',
      `$${spent} spent: more than ${share} of the budget of $${cap} (budget.warn_at)`,
      `已花费 $${spent}，超过预算 $${cap} 的 ${share}（budget.warn_at）`,
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
