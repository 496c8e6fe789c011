import { asObject } from '../../core/json.ts'
import type { BalanceSource } from '../balance-source.ts'
import { moneyLeft } from './money-left.ts'

/** Yuan, as a number. @see https://platform.moonshot.cn/docs/api/misc */
export const moonshot: BalanceSource = {
  id: 'moonshot',
  hosts: [/(^|\.)moonshot\.(cn|ai)$/],
  requests: ({ origin }) => [new URL('/v1/users/me/balance', origin)],
  read([body]) {
    const { code, data } = asObject(body)
    return code === 0 ? moneyLeft(asObject(data)['available_balance'], 'CNY') : undefined
  },
}
