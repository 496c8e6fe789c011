import { asObject } from '../../core/json.ts'
import type { BalanceSource } from '../balance-source.ts'
import { moneyLeft } from './money-left.ts'

/** Yuan, as text; dollars outside of China. @see https://docs.siliconflow.cn/cn/api-reference/userinfo/get-user-info */
export const siliconflow: BalanceSource = {
  id: 'siliconflow',
  hosts: [/(^|\.)siliconflow\.(cn|com)$/],
  requests: ({ origin }) => [new URL('/v1/user/info', origin)],
  read([body]) {
    const { code, data } = asObject(body)
    return code === 20_000 ? moneyLeft(asObject(data)['totalBalance'], 'CNY') : undefined
  },
}
