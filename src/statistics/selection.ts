/**
 * Order statistics of sums of which there are too many to be written down: the rows and columns of their matrix ascend, so
 * how many lie below a value is counted in one walk along the border, and the value is found by halving.
 * @see Frederickson & Johnson, "The complexity of selection and ranking in X + Y and matrices with sorted columns",
 *   J. Comput. Syst. Sci. 24 (1982)
 */

/** How many sums are at most the value. */
type CountUpTo = (value: number) => number

/** Halvings after which the ends differ by less than a double can tell, from any two finite ends. */
const halvings = 80

/** The rank-th smallest, 1 … count, to within rounding. @param low below the smallest, @param high at least the largest */
function select(rank: number, low: number, high: number, countUpTo: CountUpTo): number {
  let [below, reached] = [low, high]
  for (let i = 0; i < halvings; i++) {
    const middle = below + (reached - below) / 2
    if (middle <= below || middle >= reached) break
    if (countUpTo(middle) >= rank) reached = middle
    else below = middle
  }
  return reached
}

/** The rank-th smallest of all b − a. @param a,b finite, ascending, at least one each */
export function differenceAt(rank: number, a: Float64Array, b: Float64Array): number {
  const [smallest, largest] = [first(b) - last(a), last(b) - first(a)]
  const countUpTo: CountUpTo = (value) => {
    let count = 0
    let next = 0
    for (const subtracted of a) {
      while (next < b.length && (b[next] ?? 0) - subtracted <= value) next++
      count += next
    }
    return count
  }
  return select(rank, smallest - margin(smallest), largest, countUpTo)
}

/** The rank-th smallest of the n(n + 1)/2 means of two values, each with itself included (Walsh). @param values ascending */
export function walshAt(rank: number, values: Float64Array): number {
  const countUpTo: CountUpTo = (value) => {
    let count = 0
    let to = values.length
    values.forEach((own, i) => {
      while (to > i && (own + (values[to - 1] ?? 0)) / 2 > value) to--
      count += Math.max(0, to - i)
    })
    return count
  }
  return select(rank, first(values) - margin(first(values)), last(values), countUpTo)
}

const first = (values: Float64Array): number => values[0] ?? Number.NaN
const last = (values: Float64Array): number => values[values.length - 1] ?? Number.NaN
const margin = (value: number): number => 1e-9 + Math.abs(value) * 1e-9
