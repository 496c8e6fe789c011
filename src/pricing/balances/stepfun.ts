import { asObject } from '../../core/json.ts'
import type { BalanceSource } from '../balance-source.ts'
import { moneyLeft } from './money-left.ts'

/** Yuan. @see https://platform.stepfun.com/docs */
export const stepfun: BalanceSource = {
  id: 'stepfun',
  hosts: [/(^|\.)stepfun\.(com|ai)$/],
  requests: ({ origin }) => [new URL('/v1/accounts', origin)],
  read([body]) {
    const account = asObject(body)
    return account['object'] === 'account' ? moneyLeft(account['balance'], 'CNY') : undefined
  },
}
