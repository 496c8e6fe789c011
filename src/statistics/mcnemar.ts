import { atLeast } from './binomial-tail.ts'

/** Pairs of yes or no, counted by who said yes. */
export interface PairedAnswers {
  readonly both: number
  readonly onlyFirst: number
  readonly onlySecond: number
  readonly neither: number
}

/**
 * One-sided p-value of "the first is no more often right than the second". Only pairs that differ tell: if both are
 * right as often, either of the two is equally likely to be the one that is. Exact.
 * @see McNemar, "Note on the sampling error of the difference between correlated proportions", Psychometrika 12 (1947)
 */
export const firstIsBetter = ({ onlyFirst, onlySecond }: PairedAnswers): number =>
  atLeast(onlyFirst, onlyFirst + onlySecond, 0.5)

export function pairedAnswers(pairs: Iterable<readonly [first: boolean, second: boolean]>): PairedAnswers {
  const counts = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 }
  for (const [first, second] of pairs)
    counts[first ? (second ? 'both' : 'onlyFirst') : second ? 'onlySecond' : 'neither']++
  return counts
}
