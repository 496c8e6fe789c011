import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ratesOf, scenarios } from '../audits/rates.ts'

const document = readFileSync(new URL('../../docs/audit.md', import.meta.url), 'utf8')
const [, table = ''] = /<!-- rates -->\n([\s\S]*?)\n<!-- end -->/.exec(document) ?? []
const rows = table
  .split('\n')
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, about = '', what = '', , found = '', , runs = '']) => ({ about, what, found, runs: Number(runs) }))

describe('the rates in docs/audit.md', () => {
  test('are those of all simulated relays, in order', () => {
    const wanted = scenarios.flatMap(({ about, expected }) =>
      expected.length === 0
        ? ['any test', 'any hint'].map((what) => ({ about, what }))
        : expected.map((code) => ({ about, what: `\`${code}\`` })),
    )
    expect(rows.map(({ about, what }) => ({ about, what }))).toEqual(wanted)
  })

  test('say that honest relays are found to differ in less than they may be, one in a hundred', () => {
    for (const { what, found, about } of rows)
      if (what === 'any test') expect([about, Number(/\[(\d+\.\d) %/.exec(found)?.[1])]).toEqual([about, 0])
  })

  test('come out again, of one that is quickly asked', async () => {
    const scenario = scenarios.find(({ id }) => id === 'usage-template')
    if (!scenario) throw new Error('no such scenario')
    const own = rows.filter(({ about }) => about === scenario.about)
    const again = await ratesOf(scenario, own[0]?.runs ?? 0)
    for (const [i, { found, runs }] of again.entries())
      expect(own[i]?.found.startsWith(`${((100 * found) / runs).toFixed(1)} % [`)).toBe(true)
  }, 60_000)
})
