import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** Words about prices and balances. */
export const costWords = {
  balanceAbout: text('show what is left on the account of every relay', '查询各中转站账户余额'),
  balanceTitle: text('Balances', '余额'),
  columns: {
    relay: text('relay', '中转站'),
    line: text('line', '线路'),
    source: text('read from', '来源'),
    remaining: text('left', '剩余'),
    used: text('used', '已用'),
    usd: text('left in USD', '折合美元'),
    scope: text('of', '范围'),
    step: text('smallest step', '最小变动'),
  },
  scopes: {
    key: text('this key', '该密钥'),
    account: text('the account', '整个账户'),
    unknown: text('key or account', '密钥或账户'),
  },
  unlimited: text('no limit', '不限'),
  units: (amount: string, unit: 'quota' | 'unknown'): Text =>
    unit === 'quota'
      ? text(`${amount} quota units`, `${amount} 额度单位`)
      : text(`${amount} (unit unknown)`, `${amount}（单位未知）`),
  noBalance: (relay: string, tried: string): Text =>
    text(`${relay}: no balance could be read (${tried})`, `${relay}：未能读到余额（${tried}）`),
  noKey: (relay: string): Text => text(`${relay}: its key is not set`, `${relay}：未设置密钥`),
  balanceNote: text(
    'Asked with the relay’s key at its own address, and nothing else was sent. `unit unknown`: the page does not say whether it means dollars, yuan or tokens.',
    '仅以该站密钥向其自身地址查询，未发送其他请求。“单位未知”：页面未说明是美元、人民币还是 token。',
  ),
}
