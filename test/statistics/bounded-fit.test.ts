import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BoundedRow, boundedFit } from '../../src/statistics/bounded-fit.ts'

/** Tokens or requests: whole numbers. */
const amount = fc.nat(100_000)
const price = fc.double({ min: 0, max: 100, noNaN: true })
/** How much of its error a total really has, in both directions. */
const share = fc.double({ min: -1, max: 1, noNaN: true })

describe('prices from totals with bounded errors', () => {
  test('lie within their bounds, whatever the errors are, and explain every row', () => {
    fc.assert(
      fc.property(
        fc.array(price, { minLength: 3, maxLength: 3 }),
        fc.array(fc.tuple(amount, amount, amount, share, fc.double({ min: 0.01, max: 10, noNaN: true })), {
          minLength: 1,
          maxLength: 12,
        }),
        (prices, drawn) => {
          const rows = drawn.map(([a, b, c, off, error]): BoundedRow => {
            const amounts = [a, b, c]
            const exact = amounts.reduce((sum, each, i) => sum + each * (prices[i] ?? 0), 0)
            return { amounts, total: exact + off * error, error }
          })
          const { parts, explains } = boundedFit(rows)
          // A part that is a mix of the others carries what they cannot: then nothing is said of any of them.
          if (parts.some((part) => part === null)) return
          expect(explains).toBe(true)
          for (const [i, part] of parts.entries()) {
            const slack = 1e-6 * (1 + (part?.error ?? 0) + (prices[i] ?? 0))
            expect(Math.abs((part?.value ?? 0) - (prices[i] ?? 0))).toBeLessThanOrEqual(
              (part?.error ?? 0) + slack,
            )
          }
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('two parts of which two rows tell', () => {
    const { parts, explains } = boundedFit([
      { amounts: [2, 0], total: 6, error: 0.2 },
      { amounts: [0, 5], total: 5, error: 0.5 },
    ])
    expect(parts).toEqual([
      { value: expect.closeTo(3, 12), error: expect.closeTo(0.1, 12) },
      { value: expect.closeTo(1, 12), error: expect.closeTo(0.1, 12) },
    ])
    expect(explains).toBe(true)
  })

  test('a part that never occurs is not told, and none is where one is always so many of another', () => {
    const rows = [1, 2, 3].map((n) => ({ amounts: [n, 2 * n, 0], total: 5 * n, error: 0.1 }))
    expect(boundedFit(rows)).toEqual({ parts: [null, null, null], explains: true })
    const apart = rows.map(({ amounts: [n = 0], ...row }) => ({ ...row, amounts: [n, 0] }))
    expect(boundedFit(apart).parts.map((part) => part !== null)).toEqual([true, false])
    expect(boundedFit([])).toEqual({ parts: [], explains: true })
  })

  test('totals that no prices explain are seen', () => {
    const rows = [
      { amounts: [1], total: 1, error: 0.01 },
      { amounts: [1], total: 1.5, error: 0.01 },
    ]
    expect(boundedFit(rows).explains).toBe(false)
    expect(boundedFit(rows.map((row) => ({ ...row, error: 0.3 }))).explains).toBe(true)
  })
})
