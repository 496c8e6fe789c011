import { describe, expect, test } from 'vitest'
import byR from './r-values.json' with { type: 'json' }
import { functions, type Values } from './reference-functions.ts'
import rows from './reference-values.json' with { type: 'json' }

/** Of R, scipy, statsmodels, tables or exact arithmetic, as `source` says; reference-values.py and r-values.R wrote them down. */
interface Reference {
  readonly function: string
  readonly arguments: readonly unknown[]
  readonly expected: Values
  readonly source: string
  /** Decimals of a published value; all others agree to 1e-9 of themselves. */
  readonly digits?: number
}

/** So many of the value's own size, or of its last printed digit. */
function isClose(mine: number, theirs: number, digits: number | undefined): boolean {
  const allowed = digits === undefined ? 1e-9 * Math.abs(theirs) : 0.5001 * 10 ** -digits
  return Math.abs(mine - theirs) <= allowed
}

const references: readonly Reference[] = [...rows, ...byR]

describe.each(Object.keys(functions))('%s', (name) => {
  const mine = references.filter((row) => row.function === name)
  const of = functions[name]

  test.each(mine)('of $arguments is $expected ($source)', ({ arguments: given, expected, digits }) => {
    const value = of?.(...(given as never[]))
    const [found, wanted] = [[value].flat(), [expected].flat()]
    expect(found).toHaveLength(wanted.length)
    for (const [i, theirs] of wanted.entries())
      expect(found[i], `${found[i]}, not ${theirs}`).toSatisfy((x: number) =>
        isClose(x, theirs ?? Number.NaN, digits),
      )
  })
})

test('every value is for a function that is checked', () => {
  expect(references.filter((row) => !(row.function in functions))).toEqual([])
  expect(Object.keys(functions).filter((name) => !references.some((row) => row.function === name))).toEqual(
    [],
  )
})
