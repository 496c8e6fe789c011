import { describe, expect, test } from 'vitest'
import { partiesOf } from './rates.ts'
import { scenarios } from './scenarios.ts'
import { virtualAudit } from './virtual.ts'

/** Other seeds than those of the table in docs/audit.md. */
const firstSeed = 7_000

/** Differences that are found in most runs, not in all: their rates stand in the table. */
const weak = new Set([
  'swap-25',
  'completions-swap-25',
  'cache-half',
  'parameters-temperature',
  'parameters-seed',
])

async function verdictsOf(id: string, nth: number) {
  const scenario = scenarios.find((each) => each.id === id)
  if (!scenario) throw new Error(`no scenario ${id}`)
  const { report } = await virtualAudit(partiesOf(scenario, firstSeed + nth), {
    tests: scenario.tests,
    ...(scenario.depth && { depth: scenario.depth }),
    seed: firstSeed + nth,
  })
  return new Map((report.audit?.findings ?? []).map(({ code, verdict, kind }) => [code, { verdict, kind }]))
}

describe('simulated relays of known truth', () => {
  test.each(scenarios.filter(({ expected }) => expected.length === 0).map(({ id, about }) => [id, about]))(
    '%s: %s, and is found to differ in nothing',
    async (id) => {
      for (let nth = 0; nth < 3; nth++)
        for (const [code, { verdict }] of await verdictsOf(id, nth))
          expect([code, verdict]).not.toContain('differs')
    },
  )

  test.each(
    scenarios
      .filter(({ id, expected }) => expected.length > 0 && !weak.has(id))
      .map(({ id, about, expected }) => [id, about, expected] as const),
  )('%s: %s, and is found to', async (id, _about, expected) => {
    for (let nth = 0; nth < 2; nth++) {
      const verdicts = await verdictsOf(id, nth)
      for (const code of expected) expect([code, verdicts.get(code)?.verdict]).toEqual([code, 'differs'])
    }
  })
})
