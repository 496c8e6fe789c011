import type { BalanceSource } from '../balance-source.ts'
import { amountIn, objectIn, placeIn } from '../json.ts'

/** Yuan. @see https://platform.stepfun.com/docs */
export const stepfun: BalanceSource = {
  id: 'stepfun',
  hosts: [/(^|\.)stepfun\.(com|ai)$/],
  requests: ({ origin }) => [new URL('/v1/accounts', origin)],
  read([body]) {
    const account = objectIn(body)
    const remaining = amountIn(account['balance'])
    if (account['object'] !== 'account' || remaining === undefined) return undefined
    const step = placeIn(account['balance'])
    return {
      remaining,
      unit: { type: 'money', currency: 'CNY' },
      ...(step !== undefined && { step }),
      scope: 'account',
    }
  },
}
