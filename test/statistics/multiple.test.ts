import fc from 'fast-check'
import { expect, test } from 'vitest'
import { benjaminiHochberg, holm } from '../../src/statistics/multiple.ts'

/** R 4.3: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm" | "BH"). */
test('agrees with R', () => {
  const p = [0.01, 0.04, 0.03, 0.005]
  expect(holm(p)).toEqual([0.03, 0.06, 0.06, 0.02])
  expect(benjaminiHochberg(p)).toEqual([0.02, 0.04, 0.04, 0.02])
})

const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 })

test('never below the p-value, never above Bonferroni, in the same order; the step-up lies below the step-down', () => {
  fc.assert(
    fc.property(chances, (p) => {
      const adjusted = holm(p)
      const stepUp = benjaminiHochberg(p)
      for (const [i, value] of p.entries()) {
        const mine = adjusted[i] ?? Number.NaN
        expect(mine).toBeGreaterThanOrEqual(value)
        expect(mine).toBeLessThanOrEqual(Math.min(1, value * p.length))
        expect(stepUp[i]).toBeLessThanOrEqual(mine + 1e-15)
        for (const [j, other] of p.entries())
          if (other > value) expect(adjusted[j]).toBeGreaterThanOrEqual(mine)
      }
    }),
    { seed: 2 },
  )
})
