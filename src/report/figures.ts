/** How figures are written. Null, and nothing else, is written as {@link missing}. */

export const missing = '—'

/** Decimals that leave three significant digits, never more than two. */
const decimals = (value: number): number => (value < 9.995 ? 2 : value < 99.95 ? 1 : 0)

/** A number above 0 with three significant digits, as far as two decimals give them. */
export const threeDigits = (value: number): string => value.toFixed(decimals(value))

/** Above this a time reads better in seconds; 999.5 ms would be written as 1000 ms. */
const secondsFrom = 999.5

/** A time given in ms, with its unit: "0.42 ms", "12.3 ms", "812 ms", "1.24 s". */
export function milliseconds(ms: number | null): string {
  if (ms === null) return missing
  if (ms === 0) return '0 ms'
  if (ms < 0.005) return '<0.01 ms'
  return ms < secondsFrom ? `${threeDigits(ms)} ms` : `${threeDigits(ms / 1000)} s`
}

/** The interval of a time in ms, in the unit that the time itself is written in: "[790, 850]". */
export function millisecondInterval(ms: number | null, [low, high]: readonly [number | null, number | null]) {
  if (ms === null || (low === null && high === null)) return missing
  const unit = ms < secondsFrom ? 1 : 1000
  const end = (value: number | null) => (value === null ? missing : threeDigits(value / unit))
  return `[${end(low)}, ${end(high)}]`
}

/** Per cent without the sign. "100" and "0" are said only of exactly 1 and 0. */
function hundredths(share: number): string {
  if (share === 0 || share === 1) return String(share * 100)
  if (share > 0.9999) return '>99.99'
  if (share < 0.0001) return '<0.01'
  if (share < 0.0005) return (share * 100).toFixed(2)
  // Cut, not rounded up: a promise nearly kept is not kept. The sum undoes 0.9999 * 1e4 falling below 9999.
  if (share >= 0.9995) return (Math.floor(share * 1e4 + 1e-6) / 100).toFixed(2)
  return (share * 100).toFixed(1)
}

/** A share of 0…1 as "97.5%". */
export const percent = (share: number | null): string => (share === null ? missing : `${hundredths(share)}%`)

/** The interval of a share: "[86.8, 99.9]", in per cent. */
export const percentInterval = (low: number | null, high: number | null): string =>
  low === null || high === null ? missing : `[${hundredths(low)}, ${hundredths(high)}]`

/** Tokens a second, unit in the column's head. */
export const perSecond = (rate: number | null): string => (rate === null ? missing : threeDigits(rate))

/** A rate of output with its unit: "42.1 tokens/s". */
export const tokenRate = (rate: number | null): string =>
  rate === null ? missing : `${threeDigits(rate)} tokens/s`

/** The interval of such a rate, unit left out: "[38.0, —]". */
export const tokenRateInterval = (low: number | null, high: number | null): string =>
  low === null && high === null ? missing : `[${perSecond(low)}, ${perSecond(high)}]`

/** Money, to a hundredth of a cent below a dollar: "$0.0042", "$0.50", "$12.30". Never less than it is. */
export const dollars = (usd: number): string => `$${money(usd)}`

/** The same in yuan: "¥0.03". */
export const yuan = (cny: number): string => `¥${money(cny)}`

function money(amount: number): string {
  const decimals = amount > 0 && amount < 1 ? 4 : 2
  const unit = 10 ** decimals
  const figures = (Math.ceil(Math.round(amount * unit * 1e5) / 1e5) / unit).toFixed(decimals)
  return figures.replace(/(\.\d\d\d*?)0+$/, '$1')
}

/** A whole number with separated thousands: "12,345". */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',')
