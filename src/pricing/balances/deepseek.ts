import { asArray, asObject } from '../../core/json.ts'
import { amountIn } from '../amount.ts'
import type { BalanceSource } from '../balance-source.ts'
import { moneyLeft } from './money-left.ts'

/** Yuan or dollars, as text. @see https://api-docs.deepseek.com/api/get-user-balance */
export const deepseek: BalanceSource = {
  id: 'deepseek',
  hosts: [/(^|\.)deepseek\.com$/],
  requests: ({ origin }) => [new URL('/user/balance', origin)],
  read([body]) {
    const all = asArray(asObject(body)['balance_infos']).map(asObject)
    const { currency, total_balance: total } =
      all.find((each) => amountIn(each['total_balance'])) ?? all[0] ?? {}
    return currency === 'USD' || currency === 'CNY' ? moneyLeft(total, currency) : undefined
  },
}
