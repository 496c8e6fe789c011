import type { BalanceSource } from '../balance-source.ts'
import { amountIn, listIn, objectIn, placeIn } from '../json.ts'

/** Yuan or dollars, as text. @see https://api-docs.deepseek.com/api/get-user-balance */
export const deepseek: BalanceSource = {
  id: 'deepseek',
  hosts: [/(^|\.)deepseek\.com$/],
  requests: ({ origin }) => [new URL('/user/balance', origin)],
  read([body]) {
    const all = listIn(objectIn(body)['balance_infos']).map(objectIn)
    const found = all.find((each) => amountIn(each['total_balance'])) ?? all[0]
    const currency = found?.['currency']
    const remaining = amountIn(found?.['total_balance'])
    if (remaining === undefined || (currency !== 'USD' && currency !== 'CNY')) return undefined
    const step = placeIn(found?.['total_balance'])
    return {
      remaining,
      unit: { type: 'money', currency },
      ...(step !== undefined && { step }),
      scope: 'account',
    }
  },
}
