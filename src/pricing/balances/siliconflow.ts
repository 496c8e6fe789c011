import type { BalanceSource } from '../balance-source.ts'
import { amountIn, objectIn, placeIn } from '../json.ts'

/** Yuan, as text; dollars outside of China. @see https://docs.siliconflow.cn/cn/api-reference/userinfo/get-user-info */
export const siliconflow: BalanceSource = {
  id: 'siliconflow',
  hosts: [/(^|\.)siliconflow\.(cn|com)$/],
  requests: ({ origin }) => [new URL('/v1/user/info', origin)],
  read([body]) {
    const data = objectIn(objectIn(body)['data'])
    const remaining = amountIn(data['totalBalance'])
    if (objectIn(body)['code'] !== 20_000 || remaining === undefined) return undefined
    const step = placeIn(data['totalBalance'])
    return {
      remaining,
      unit: { type: 'money', currency: 'CNY' },
      ...(step !== undefined && { step }),
      scope: 'account',
    }
  },
}
