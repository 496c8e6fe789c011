import type { Draws } from '../core/draws.ts'

/** Answers of two sources that are comparable: those to one question. */
export interface Answers<Item> {
  readonly a: readonly Item[]
  readonly b: readonly Item[]
}

export interface MmdResult {
  /** 1 where there is nothing to compare. */
  readonly p: number
  /** How alike two answers of one source to one question are on average, 0 to 1; null where none can be compared. */
  readonly within: number | null
  /** The same of two answers of different sources. */
  readonly across: number | null
}

/** So many arrangements as extreme as what was seen are enough to know a p-value to a tenth of itself. */
const enoughExtremes = 100
/** Sums of the same numbers in another order differ by rounding; what is this close counts as equally extreme. */
const tie = 1e-12

/**
 * p-value of "both sources give the same answers as often, question by question", by the maximum mean discrepancy: how
 * much more alike two answers of one source are than two of different sources, summed over the questions. Exact: if it
 * makes no difference who gave which answer to a question, the answers may be dealt out anew within each, and what was
 * seen is one of these arrangements.
 *
 * Arrangements are drawn until a hundred were as extreme, p = 100 / drawn then, or `most` were drawn, p = (1 + k) /
 * (1 + most): valid either way, and soon done where nothing differs.
 * @param kernel how alike two answers are: symmetric, positive definite, 1 of an answer with itself
 * @see Gretton et al., "A Kernel Two-Sample Test", JMLR 13 (2012): the discrepancy
 * @see Gao, Liang & Guestrin, "Model Equality Testing", arXiv:2410.20247: of answers of models, prompt by prompt
 * @see Besag & Clifford, "Sequential Monte Carlo p-values", Biometrika 78 (1991): the stopping
 */
export function mmdTest<Item>(
  strata: readonly Answers<Item>[],
  kernel: (x: Item, y: Item) => number,
  draws: Pick<Draws, 'below'>,
  most: number,
): MmdResult {
  const compared = strata.filter(({ a, b }) => a.length > 0 && b.length > 0)
  const placed = compared.map(({ a, b }) => ({ matrix: likeness([...a, ...b], kernel), first: a.length }))
  const tables = placed.map(tableOf)
  return {
    p: tables.length === 0 ? 1 : pOf(tables, draws, most),
    within: mean(placed.flatMap(withinOf)),
    across: mean(placed.map(acrossOf)),
  }
}

type Matrix = readonly (readonly number[])[]

/** How alike all answers to a question are, by row and column; the first of them are those of `a`. */
interface Placed {
  readonly matrix: Matrix
  readonly first: number
}

const likeness = <Item>(items: readonly Item[], kernel: (x: Item, y: Item) => number): Matrix =>
  items.map((x) => items.map((y) => kernel(x, y)))

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

/** What is needed to deal the answers to one question out anew. */
interface Table {
  readonly size: number
  /** Answers dealt out: those of the source with fewer, for which the sum is the same and quicker. */
  readonly dealt: number
  /** Row by row: the discrepancy of an arrangement is the sum over all pairs of answers dealt out. */
  readonly terms: Float64Array
  /** Answers in any order, the first `dealt` of them dealt out. As they were given, to begin with. */
  readonly order: Uint16Array
}

/**
 * With rows and columns of mean 0, the weights 1/m and −1/n of the discrepancy come down to 1 and 0 times a factor.
 * Multiplied by m n / (m + n), so that each question weighs what its answers are worth.
 */
function tableOf({ matrix, first }: Placed): Table {
  const size = matrix.length
  const rows = matrix.map((row) => mean(row) ?? 0)
  const all = mean(rows) ?? 0
  const scale = size / (first * (size - first))
  const terms = Float64Array.from(
    matrix.flatMap((row, i) =>
      row.map((value, j) => scale * (value - (rows[i] ?? 0) - (rows[j] ?? 0) + all)),
    ),
  )
  const given = Array.from({ length: size }, (_, i) => i)
  const isFewer = first <= size - first
  const order = Uint16Array.from(isFewer ? given : [...given.slice(first), ...given.slice(0, first)])
  return { size, dealt: isFewer ? first : size - first, terms, order }
}

function discrepancy({ size, dealt, terms, order }: Table): number {
  let sum = 0
  for (let i = 0; i < dealt; i++) {
    const row = (order[i] ?? 0) * size
    sum += terms[row + (order[i] ?? 0)] ?? 0
    for (let j = 0; j < i; j++) sum += 2 * (terms[row + (order[j] ?? 0)] ?? 0)
  }
  return sum
}

/** Fisher and Yates' shuffle, as far as it is needed. Writes to the order, which may be any before. */
function deal({ size, dealt, order }: Table, draws: Pick<Draws, 'below'>): void {
  for (let i = 0; i < dealt; i++) {
    const j = i + draws.below(size - i)
    const taken = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = taken
  }
}

function pOf(tables: readonly Table[], draws: Pick<Draws, 'below'>, most: number): number {
  const seen = tables.reduce((sum, table) => sum + discrepancy(table), 0)
  const limit = seen - tie * Math.max(1, Math.abs(seen))
  let extreme = 0
  for (let drawn = 1; drawn <= most; drawn++) {
    let sum = 0
    for (const table of tables) {
      deal(table, draws)
      sum += discrepancy(table)
    }
    if (sum >= limit) extreme++
    if (extreme === enoughExtremes) return extreme / drawn
  }
  return (1 + extreme) / (1 + most)
}

/** The mean likeness of two different answers of one source, for each that has two. */
function withinOf({ matrix, first }: Placed): readonly number[] {
  const sources = [matrix.slice(0, first), matrix.slice(first).map((row) => row.slice(first))]
  return sources.flatMap((rows) => {
    const size = rows.length
    return mean(rows.flatMap((row, i) => row.slice(0, size).filter((_, j) => i !== j))) ?? []
  })
}

/** The mean likeness of two answers of different sources. */
const acrossOf = ({ matrix, first }: Placed): number =>
  mean(matrix.slice(0, first).flatMap((row) => row.slice(first))) ?? 0
