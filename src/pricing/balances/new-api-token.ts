import { asObject } from '../../core/json.ts'
import { amountIn } from '../amount.ts'
import type { BalanceSource } from '../balance-source.ts'

/** new-api's own account of a key, in quota units, the finest there is. @see https://docs.newapi.pro/api/token-usage */
export const newApiToken: BalanceSource = {
  id: 'new-api-token',
  requests: ({ origin }) => [new URL('/api/usage/token', origin), new URL('/api/status', origin)],
  read([body, status]) {
    const data = asObject(asObject(body)['data'])
    const used = amountIn(data['total_used'])
    if (data['object'] !== 'token_usage' || used === undefined) return undefined
    const perUsd = quotaPerUsd(status)
    const available = amountIn(data['total_available'])
    const remaining = data['unlimited_quota'] === true ? 'unlimited' : available
    return {
      ...(remaining !== undefined && { remaining }),
      used,
      unit: { type: 'quota', ...(perUsd !== undefined && { perUsd }) },
      step: 1,
      rounding: 1,
      scope: 'key',
    }
  },
}

/** Of a gateway's status page; undefined where it does not say it. */
export function quotaPerUsd(status: unknown): number | undefined {
  const perUnit = amountIn(asObject(asObject(status)['data'])['quota_per_unit'])
  return perUnit === undefined || perUnit === 0 ? undefined : perUnit
}
