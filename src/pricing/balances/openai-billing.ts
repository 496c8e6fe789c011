import type { BalanceUnit } from '../../core/balance.ts'
import { asObject, asText } from '../../core/json.ts'
import { amountIn } from '../amount.ts'
import type { BalanceSource } from '../balance-source.ts'
import { quotaPerUsd } from './new-api-token.ts'

/** A key without a limit of its own has this one. */
const unlimited = 100_000_000

/** Dates are passed over by gateways, and asked for by OpenAI's own form. */
const allDays = '?start_date=2020-01-01&end_date=2099-01-01'

/**
 * OpenAI's old billing pages, as one-api, new-api and their forks have them: a limit, and what was used in hundredths of it.
 * @see https://github.com/songquanpeng/one-api controller/billing.go
 */
export const openaiBilling: BalanceSource = {
  id: 'openai-billing',
  requests: ({ origin }) => [
    new URL('/v1/dashboard/billing/subscription', origin),
    new URL(`/v1/dashboard/billing/usage${allDays}`, origin),
    new URL('/api/status', origin),
  ],
  read([subscription, usage, status]) {
    const limit = amountIn(asObject(subscription)['hard_limit_usd'])
    const hundredths = amountIn(asObject(usage)['total_usage'])
    if (limit === undefined || hundredths === undefined) return undefined
    const used = hundredths / 100
    const perUsd = quotaPerUsd(status)
    return {
      remaining: limit >= unlimited ? 'unlimited' : Math.max(0, limit - used),
      used,
      unit: unitOf(status),
      ...(perUsd !== undefined && { step: 1 / perUsd, rounding: 1 / perUsd }),
      scope: 'unknown',
    }
  },
}

/** The fields are called dollars whatever they are; how amounts are shown stands on the status page. */
function unitOf(status: unknown): BalanceUnit {
  const shown = asText(asObject(asObject(status)['data'])['quota_display_type'])
  return shown === 'USD' || shown === 'CNY' ? { type: 'money', currency: shown } : { type: 'unknown' }
}
