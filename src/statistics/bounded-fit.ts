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
const leastOwn = 1e-6

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
  const kept = identified(rows, width)
  const inverse = kept.length === 0 ? undefined : weightedInverse(rows, kept)
  const fitted = inverse?.map((weights) => ({
    value: sum(weights.map((weight, j) => weight * (rows[j]?.total ?? 0))),
    error: sum(weights.map((weight, j) => Math.abs(weight) * (rows[j]?.error ?? 0))),
  }))
  const scaled = Array.from({ length: width }, (_, part) => fitted?.[kept.indexOf(part)] ?? null)
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

/** Parts whose amounts are not a mix of those before them: Gram and Schmidt, on weighted columns. */
function identified(rows: readonly BoundedRow[], width: number): readonly number[] {
  const basis: (readonly number[])[] = []
  const kept: number[] = []
  for (let part = 0; part < width; part++) {
    const column = rows.map(({ amounts, error }) => (amounts[part] ?? 0) / error)
    const own = basis.reduce<readonly number[]>((rest, unit) => {
      const share = dot(rest, unit)
      return rest.map((value, j) => value - share * (unit[j] ?? 0))
    }, column)
    const size = Math.sqrt(dot(own, own))
    if (size === 0 || size < leastOwn * Math.sqrt(dot(column, column))) continue
    basis.push(own.map((value) => value / size))
    kept.push(part)
  }
  return kept
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  sum(a.map((value, j) => value * (b[j] ?? 0)))

/** (AᵀWA)⁻¹AᵀW of the columns that are kept: a row of weights for each of them. */
function weightedInverse(
  rows: readonly BoundedRow[],
  kept: readonly number[],
): readonly (readonly number[])[] {
  const scaled = rows.map(({ amounts, error }) => kept.map((part) => (amounts[part] ?? 0) / error))
  const normal = kept.map((_, i) =>
    kept.map((__, k) => sum(scaled.map((row) => (row[i] ?? 0) * (row[k] ?? 0)))),
  )
  const right = kept.map((_, i) => scaled.map((row, j) => (row[i] ?? 0) / (rows[j]?.error ?? 1)))
  return solved(normal, right)
}

/** Gauss and Jordan, with pivots; the matrix is positive definite. */
function solved(matrix: readonly (readonly number[])[], right: readonly (readonly number[])[]): number[][] {
  const left = matrix.map((row) => [...row])
  const result = right.map((row) => [...row])
  for (let i = 0; i < left.length; i++) {
    const best = left.reduce(
      (found, row, k) => (k > i && Math.abs(row[i] ?? 0) > Math.abs(left[found]?.[i] ?? 0) ? k : found),
      i,
    )
    swap(left, i, best)
    swap(result, i, best)
    const pivot = left[i]?.[i] ?? 1
    scale(left, i, 1 / pivot)
    scale(result, i, 1 / pivot)
    for (let k = 0; k < left.length; k++) {
      if (k === i) continue
      const factor = left[k]?.[i] ?? 0
      subtract(left, k, i, factor)
      subtract(result, k, i, factor)
    }
  }
  return result
}

function swap(rows: number[][], a: number, b: number): void {
  const [first, second] = [rows[a], rows[b]]
  if (first && second) [rows[a], rows[b]] = [second, first]
}

function scale(rows: number[][], at: number, factor: number): void {
  rows[at] = (rows[at] ?? []).map((value) => value * factor)
}

function subtract(rows: number[][], from: number, row: number, factor: number): void {
  rows[from] = (rows[from] ?? []).map((value, j) => value - factor * (rows[row]?.[j] ?? 0))
}
