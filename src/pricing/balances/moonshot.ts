import type { BalanceSource } from '../balance-source.ts'
import { amountIn, objectIn } from '../json.ts'

/** Yuan, as a number. @see https://platform.moonshot.cn/docs/api/misc */
export const moonshot: BalanceSource = {
  id: 'moonshot',
  hosts: [/(^|\.)moonshot\.(cn|ai)$/],
  requests: ({ origin }) => [new URL('/v1/users/me/balance', origin)],
  read([body]) {
    const remaining = amountIn(objectIn(objectIn(body)['data'])['available_balance'])
    if (objectIn(body)['code'] !== 0 || remaining === undefined) return undefined
    return { remaining, unit: { type: 'money', currency: 'CNY' }, scope: 'account' }
  },
}
