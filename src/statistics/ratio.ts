/** How many times the baseline's values the other's are, with its interval and the p-value of "as many". */
export interface Ratio {
  /** Hodges and Lehmann's estimate; +∞ or 0 where failures outweigh; null of nothing. */
  readonly ratio: number | null
  /** Ends of the interval; null where so few values give none. */
  readonly low: number | null
  readonly high: number | null
  /** Two-sided; 1 of nothing. */
  readonly pValue: number
  /** Pairs, or values on both sides together, behind it. */
  readonly n: number
  /** The p-value were all differences on one side: what so few values can show at most. */
  readonly leastP: number
}

export const noRatio: Ratio = { ratio: null, low: null, high: null, pValue: 1, n: 0, leastP: 1 }

/** Clocks tell a microsecond; what is below counts as one, so that it has a logarithm. */
export const leastMs = 0.001

export const logarithm = (ms: number): number => Math.log(Math.max(leastMs, ms))
