/** p-values of several questions asked at once, adjusted so that each may be held against the level of all. */

/**
 * Holm's step-down: the chance of *any* false "yes" is at most the level, whatever the dependence. In the order given.
 * @see Holm, "A simple sequentially rejective multiple test procedure", Scand. J. Statistics 6 (1979)
 */
export function holm(pValues: readonly number[]): number[] {
  const count = pValues.length
  let highest = 0
  return inOrderOfSize(pValues, (p, place) => {
    highest = Math.max(highest, Math.min(1, p * (count - place)))
    return highest
  })
}

/**
 * Benjamini and Hochberg's step-up: of the answers "yes" at most the level are false on average, for independent or
 * positively dependent questions. In the order given.
 * @see Benjamini & Hochberg, "Controlling the false discovery rate", J. R. Statist. Soc. B 57 (1995)
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const count = pValues.length
  let lowest = 1
  return inOrderOfSize(
    pValues.map((p) => -p),
    (negative, place) => {
      lowest = Math.min(lowest, (-negative * count) / (count - place))
      return lowest
    },
  )
}

/** Works through the values from the smallest on, and gives the results in the order of the values. */
function inOrderOfSize(
  values: readonly number[],
  adjust: (value: number, place: number) => number,
): number[] {
  const results = new Array<number>(values.length)
  const ordered = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value)
  for (const [place, { value, index }] of ordered.entries()) results[index] = adjust(value, place)
  return results
}
