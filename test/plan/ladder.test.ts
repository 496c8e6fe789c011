import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LadderShape } from '../../src/core/plan.ts'
import { recoveryProbe, stepProbes, stepsWithin } from '../../src/plan/ladder.ts'
import { planRun } from '../../src/plan/plan.ts'
import { parseProfile } from '../../src/profile/parse.ts'
import { cell } from '../judge/journal.ts'

const shapeOf = (ladder: object): LadderShape => {
  const text = JSON.stringify({ relays: [{ name: 'a', simulate: {} }], models: ['m'], load: { ladder } })
  const { shape } = planRun(parseProfile(text, { file: 'test.yaml', env: {} })).load
  if (shape?.type !== 'ladder') throw new Error('no ladder')
  return shape
}

test.each([
  [{}, [1, 2, 4, 8, 16, 32, 64]],
  [{ from: 4, to: 20 }, [4, 8, 16, 20]],
  [{ to: 10, factor: 1.5 }, [1, 2, 3, 5, 8, 10]],
  [{ from: 8, to: 8 }, [8]],
  [{ from: 100 }, [100]],
])('%j climbs %j', (ladder, steps) => {
  expect(shapeOf(ladder).steps).toEqual(steps)
})

test('steps ascend, start at the first and end at the last, whatever the factor', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 0, max: 500 }),
      fc.double({ min: 1.1, max: 10, noNaN: true }),
      (from, more, factor) => {
        const { steps } = shapeOf({ from, to: from + more, factor })
        expect([steps[0], steps.at(-1)]).toEqual([from, from + more])
        for (const [i, step] of steps.entries()) expect(step).toBeGreaterThan(steps[i - 1] ?? 0)
      },
    ),
    { numRuns: 50, seed: 1 },
  )
})

describe('the probes of a step', () => {
  const shape = shapeOf({ requests_per_step: 5 })
  const only = cell('c1')

  test('are an opening wave, one a lane, and then those that count, at least one a lane', () => {
    const parts = (at: number) => {
      const probes = stepProbes(shape, only, at, 1, new Set())
      const opening = probes.filter(({ step }) => step?.part === 'opening')
      expect(probes.slice(0, opening.length)).toEqual(opening)
      expect(probes.every(({ warmup, step }) => warmup === (step?.part !== 'counted'))).toBe(true)
      return [opening.length, probes.length - opening.length]
    }
    expect([1, 4, 16].map(parts)).toEqual([
      [1, 5],
      [4, 5],
      [16, 16],
    ])
  })

  test('that are finished are not sent again; a later session opens anew; a whole step has none', () => {
    const first = stepProbes(shape, only, 2, 1, new Set())
    const later = stepProbes(shape, only, 2, 2, new Set(first.slice(0, 4).map(({ id }) => id)))
    expect(later.map(({ step }) => step?.part)).toEqual(['opening', 'opening', ...Array(3).fill('counted')])
    expect(stepProbes(shape, only, 2, 2, new Set(first.map(({ id }) => id)))).toEqual([])
  })

  test('have ids that no other has, over steps and sessions', () => {
    const ids = [1, 2, 11, 12, 22]
      .flatMap((session) =>
        stepsWithin(shapeOf({ to: 24, factor: 1.1 }), 24).flatMap((at) => [
          ...stepProbes(shape, only, at, session, new Set()).filter(({ warmup }) => warmup),
          recoveryProbe(only, at, session),
        ]),
      )
      .map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
