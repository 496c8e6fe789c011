import { bareName } from '../core/model-name.ts'
import type { PriceBook, PriceRow } from '../core/price.ts'

/** A row of a price list that is taken for a model, and why. */
export interface PriceMatch {
  readonly row: PriceRow
  /** named: by its very name · alias: by another name of the row · matched: the same but for marks, case, prefix and tags */
  readonly how: 'named' | 'alias' | 'matched'
}

/**
 * The row for a model on a day; undefined where there is none, or where several could be meant: nothing is guessed.
 * @param names by which the model goes: as the profile names it, as it is sent
 * @param today YYYY-MM-DD
 */
export function priceOfModel(
  { rows }: PriceBook,
  names: readonly string[],
  today: string,
): PriceMatch | undefined {
  const current = rows.filter(({ from, until }) => (from ?? '') <= today && today <= (until ?? '9999'))
  for (const [how, isMeant] of ways) {
    const found = current.filter((row) => names.some((name) => isMeant(row, name)))
    const [row] = found
    if (row) return found.length === 1 ? { row, how } : undefined
  }
  return undefined
}

const ways: readonly (readonly [PriceMatch['how'], (row: PriceRow, name: string) => boolean])[] = [
  ['named', ({ model }, name) => model === name],
  ['alias', ({ aliases = [] }, name) => aliases.includes(name)],
  [
    'matched',
    ({ model, aliases = [] }, name) =>
      bareName(name) !== '' && [model, ...aliases].some((each) => bareName(each) === bareName(name)),
  ],
]
