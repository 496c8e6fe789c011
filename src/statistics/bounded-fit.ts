/** What was measured once: the amounts of each part, their price together, and by how much that may be wrong. */
export interface BoundedRow {
  readonly amounts: readonly number[]
  readonly total: number
  /** Above 0: the total is wrong by no more than this. */
  readonly error: number
}

export interface BoundedFit {
  /** By part: its price, and by how much that may be wrong. null: none of it was there, or it comes only mixed with others. */
  readonly parts: readonly ({ readonly value: number; readonly error: number } | null)[]
  /** Whether prices exist that explain all rows within their errors. */
  readonly explains: boolean
}

/** Of a part's own size: what is left of a column once the others are taken out of it. Less, and it is not told apart. */
const leastOwn = 1e-4

/**
 * Prices of parts from totals of which only bounds of the error are known: least squares, each row weighted by its error.
 * The bounds are exact for the estimate: every error at its worst, in the direction that hurts (no distribution assumed).
 * A price that is told to be within them is, as long as totals are sums of amounts times prices.
 */
export function boundedFit(given: readonly BoundedRow[]): BoundedFit {
  const width = Math.max(0, ...given.map(({ amounts }) => amounts.length))
  // Every part is measured in its own largest amount, so that squares of small ones do not vanish.
  const units = Array.from({ length: width }, (_, part) => largest(given, part))
  const rows = given.map((row) => ({
    ...row,
    amounts: row.amounts.map((amount, i) => amount / (units[i] ?? 1)),
  }))
  const directions = directionsOf(rows, width)
  const fitted = weightsOf(directions, rows).map((weights) => ({
    value: sum(weights.map((weight, j) => weight * (rows[j]?.total ?? 0))),
    error: sum(weights.map((weight, j) => Math.abs(weight) * (rows[j]?.error ?? 0))),
  }))
  const scaled = Array.from(
    { length: width },
    (_, part) => fitted[directions.findIndex((each) => each.part === part)] ?? null,
  )
  const parts = scaled.map((part, i) => part && inUnits(part, units[i] ?? 1))
  const isMixed = parts.some((part, i) => part === null && rows.some(({ amounts }) => amounts[i] !== 0))
  return {
    // What one of them costs could as well be part of what another does.
    parts: isMixed ? parts.map(() => null) : parts,
    explains: rows.every((row) => isExplained(row, scaled)),
  }
}

/** 1 where there is none of it. */
const largest = (rows: readonly BoundedRow[], part: number): number =>
  Math.max(0, ...rows.map(({ amounts }) => Math.abs(amounts[part] ?? 0))) || 1

const inUnits = ({ value, error }: { readonly value: number; readonly error: number }, unit: number) => ({
  value: value / unit,
  error: error / unit,
})

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Were the totals what they are said to be, the rest would be no larger than this. */
function isExplained({ amounts, total, error }: BoundedRow, parts: BoundedFit['parts']): boolean {
  const fitted = sum(amounts.map((amount, i) => amount * (parts[i]?.value ?? 0)))
  const bound = error + sum(amounts.map((amount, i) => amount * (parts[i]?.error ?? 0)))
  // Sums of floating-point numbers are exact to a billionth of their size, and no better.
  const size = Math.abs(total) + sum(amounts.map((amount, i) => Math.abs(amount * (parts[i]?.value ?? 0))))
  return Math.abs(total - fitted) <= bound + 1e-9 * (bound + size)
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  sum(a.map((value, j) => value * (b[j] ?? 0)))

const less = (a: readonly number[], times: number, b: readonly number[]): readonly number[] =>
  a.map((value, j) => value - times * (b[j] ?? 0))

/** A part whose amounts are not a mix of those before it, and what is left of it beside them. */
interface Direction {
  readonly part: number
  /** Of length 1, at right angles to those before it. */
  readonly unit: readonly number[]
  readonly size: number
  /** The part's own weighted amounts. */
  readonly column: readonly number[]
}

/** Gram and Schmidt on weighted columns, twice over: once loses digits where columns are nearly alike. */
function directionsOf(rows: readonly BoundedRow[], width: number): readonly Direction[] {
  const found: Direction[] = []
  for (let part = 0; part < width; part++) {
    const column = rows.map(({ amounts, error }) => (amounts[part] ?? 0) / error)
    const own = [...found, ...found].reduce<readonly number[]>(
      (rest, { unit }) => less(rest, dot(rest, unit), unit),
      column,
    )
    const size = Math.sqrt(dot(own, own))
    if (size === 0 || size < leastOwn * Math.sqrt(dot(column, column))) continue
    found.push({ part, column, size, unit: own.map((value) => value / size) })
  }
  return found
}

/** For each direction the weights that make its part's price from the totals: R⁻¹Qᵀ, from the last to the first. */
function weightsOf(
  directions: readonly Direction[],
  rows: readonly BoundedRow[],
): readonly (readonly number[])[] {
  const solved: (readonly number[])[] = []
  for (const { unit, size } of directions.toReversed()) {
    const later = directions.slice(directions.length - solved.length).toReversed()
    const rest = later.reduce<readonly number[]>(
      (vector, { column }, k) => less(vector, dot(unit, column), solved[k] ?? []),
      unit,
    )
    solved.push(rest.map((value) => value / size))
  }
  return solved.toReversed().map((weights) => weights.map((weight, j) => weight / (rows[j]?.error ?? 1)))
}
