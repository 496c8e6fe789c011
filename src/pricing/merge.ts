import type { PriceBook, PriceRow } from '../core/price.ts'

/** What a newer list changes. */
export interface PriceChange {
  readonly model: string
  readonly before: PriceRow | undefined
  readonly after: PriceRow
}

/**
 * A book with newer rows in the place of those of the same model; of a model with several rows by date all are replaced.
 * Aliases are kept: lists do not have them.
 */
export function merged(
  book: PriceBook,
  rows: readonly PriceRow[],
  at: Pick<PriceBook, 'asOf' | 'source'>,
): PriceBook {
  const newer = new Set(rows.map(({ model }) => model))
  const aliases = new Map(book.rows.map((row) => [row.model, row.aliases]))
  return {
    ...at,
    rows: [
      ...book.rows.filter(({ model }) => !newer.has(model)),
      ...rows.map((row) => {
        const known = aliases.get(row.model)
        return known && !row.aliases ? { ...row, aliases: known } : row
      }),
    ],
  }
}

/** Models whose price is another, or that were not there. */
export function changes(book: PriceBook, rows: readonly PriceRow[]): readonly PriceChange[] {
  const known = new Map(book.rows.map((row) => [row.model, row]))
  return rows.flatMap((after) => {
    const before = known.get(after.model)
    return before && samePrice(before, after) ? [] : [{ model: after.model, before, after }]
  })
}

const samePrice = (a: PriceRow, b: PriceRow): boolean =>
  a.currency === b.currency &&
  a.inputPerMtok === b.inputPerMtok &&
  a.outputPerMtok === b.outputPerMtok &&
  a.cachedPerMtok === b.cachedPerMtok &&
  a.perCall === b.perCall
