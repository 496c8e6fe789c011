/** A number, or digits as text; undefined for anything else, for less than nothing and for more than a trillion. */
export function amountIn(value: unknown): number | undefined {
  const isDigits = typeof value === 'string' && /^\d{1,15}(\.\d{1,15})?$/.test(value)
  const number = typeof value === 'number' ? value : isDigits ? Number(value) : Number.NaN
  return number >= 0 && number <= 1e12 ? number : undefined
}

/** The last place that a text of digits has: "12.30" → 0.01. undefined for anything but such a text. */
export function placeIn(value: unknown): number | undefined {
  const [, decimals = ''] = (typeof value === 'string' && /^\d+(?:\.(\d+))?$/.exec(value)) || []
  return decimals === '' ? undefined : 10 ** -decimals.length
}
