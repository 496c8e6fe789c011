import { asObject } from '../../core/json.ts'
import { amountIn } from '../amount.ts'
import type { BalanceSource } from '../balance-source.ts'
import { below } from '../below.ts'

/** Dollars bought and used. @see https://openrouter.ai/docs/api-reference/credits/get-credits */
export const openrouter: BalanceSource = {
  id: 'openrouter',
  hosts: [/(^|\.)openrouter\.ai$/],
  requests: (baseUrl) => [below(baseUrl, '/credits')],
  read([body]) {
    const data = asObject(asObject(body)['data'])
    const [bought, used] = [amountIn(data['total_credits']), amountIn(data['total_usage'])]
    if (bought === undefined || used === undefined) return undefined
    return {
      remaining: Math.max(0, bought - used),
      used,
      unit: { type: 'money', currency: 'USD' },
      scope: 'account',
    }
  },
}
