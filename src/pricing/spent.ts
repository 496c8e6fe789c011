import type { BalanceReading } from '../core/balance.ts'

/** What was spent until a reading, in its unit: only differences mean anything. undefined where it cannot tell. */
export function spentBy(reading: BalanceReading | undefined): number | undefined {
  if (reading?.used !== undefined) return reading.used
  return typeof reading?.remaining === 'number' ? -reading.remaining : undefined
}
