import type { Bounded } from '../schema/report-charge.ts'

/** Amounts of which bounds are known. */

export const around = (value: number, error: number): Bounded => ({
  value,
  low: value - error,
  high: value + error,
})

export const timesBounded = ({ value, low, high }: Bounded, times: number): Bounded => ({
  value: value * times,
  low: low * times,
  high: high * times,
})

export const sumBounded = (all: readonly Bounded[]): Bounded =>
  all.reduce(
    (sum, each) => ({
      value: sum.value + each.value,
      low: sum.low + each.low,
      high: sum.high + each.high,
    }),
    around(0, 0),
  )
