import type { Draws } from '../core/draws.ts'

/** Values of two sides that are comparable: of one model, say, or of one hour. */
export interface Stratum {
  readonly a: readonly number[]
  readonly b: readonly number[]
}

/** Sums of the same values in another order differ by rounding; what is this close counts as equally extreme. */
const tie = 1e-12

/**
 * p-value of "within each stratum it makes no difference which side a value is from": how often a statistic, of which
 * larger is more extreme, is as large when sides are dealt out anew within strata. The arrangement that was seen is
 * counted as one of them, (1 + k) / (1 + B): the p-value is never 0, and is valid for any number of draws.
 * @see Phipson & Smyth, "Permutation P-values should never be zero", Stat. Appl. Genet. Mol. Biol. 9 (2010)
 * @see Pesarin & Salmaso, "Permutation Tests for Complex Data" (2010), on strata
 */
export function permutationTest(
  strata: readonly Stratum[],
  statistic: (strata: readonly Stratum[]) => number,
  random: Pick<Draws, 'below'>,
  draws = 9999,
): number {
  const seen = statistic(strata)
  const limit = seen - tie * Math.abs(seen)
  let asExtreme = 0
  for (let draw = 0; draw < draws; draw++)
    if (statistic(strata.map((stratum) => dealtAnew(stratum, random))) >= limit) asExtreme++
  return (1 + asExtreme) / (1 + draws)
}

/** Fisher and Yates' shuffle, as far as side a needs it. */
function dealtAnew({ a, b }: Stratum, random: Pick<Draws, 'below'>): Stratum {
  const values = [...a, ...b]
  for (let i = 0; i < a.length; i++) {
    const j = i + random.below(values.length - i)
    const taken = values[i] ?? 0
    values[i] = values[j] ?? 0
    values[j] = taken
  }
  return { a: values.slice(0, a.length), b: values.slice(a.length) }
}
