import type { BalanceReading } from '../../core/balance.ts'
import type { Currency } from '../../core/price.ts'
import { amountIn, placeIn } from '../amount.ts'

/** What vendors tell of an account of theirs: an amount, of which text shows the last place; undefined when it is none. */
export function moneyLeft(value: unknown, currency: Currency): BalanceReading | undefined {
  const [remaining, step] = [amountIn(value), placeIn(value)]
  return remaining === undefined
    ? undefined
    : {
        remaining,
        unit: { type: 'money', currency },
        ...(step !== undefined && { step }),
        scope: 'account',
      }
}
