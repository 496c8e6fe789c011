import type { BalanceReading } from '../../core/balance.ts'
import { asObject } from '../../core/json.ts'
import { amountIn } from '../amount.ts'
import type { BalanceSource } from '../balance-source.ts'

/**
 * Dollars of a key's quota, of a subscription, or of a wallet; and beside it what the key is charged by, peak hours included.
 * @see https://github.com/Wei-Shaw/sub2api GET /v1/usage, GET /v1/sub2api/billing
 */
export const sub2api: BalanceSource = {
  id: 'sub2api',
  requests: ({ origin }) => [new URL('/v1/usage', origin), new URL('/v1/sub2api/billing', origin)],
  read([body, billing]) {
    const usage = asObject(body)
    if (typeof usage['isValid'] !== 'boolean') return undefined
    const [quota, subscription] = [asObject(usage['quota']), asObject(usage['subscription'])]
    const used = amountIn(quota['used']) ?? amountIn(subscription['monthly_usage_usd'])
    const remaining = leftOf(quota['remaining']) ?? leftOf(usage['remaining']) ?? leftOf(usage['balance'])
    if (used === undefined && remaining === undefined) return undefined
    const multiplier = amountIn(asObject(billing)['effective_rate_multiplier'])
    return {
      ...(remaining !== undefined && { remaining }),
      ...(used !== undefined && { used }),
      unit: { type: 'money', currency: 'USD' },
      ...(multiplier !== undefined && { multiplier }),
      scope: amountIn(quota['used']) === undefined ? 'account' : 'key',
    }
  },
}

/** −1 means that there is no limit. */
const leftOf = (value: unknown): BalanceReading['remaining'] => (value === -1 ? 'unlimited' : amountIn(value))
