/**
 * The tables of docs/statistics.md: how often intervals hold and alarms are false, and how near the functions are to
 * others' values. `npm run statistics`, which builds first; it takes about two minutes. All draws are seeded: the
 * tables are the same every time.
 *
 *   --write              into docs/statistics.md, between the marks of each table
 *   --only NAME,NAME     these tables alone
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { agreementTable } from './statistics/agreement.js'
import { differencesTable } from './statistics/differences.js'
import { gateTable } from './statistics/gate.js'
import { looksTable } from './statistics/looks.js'
import { alarmsTable, detectionTable } from './statistics/nightly.js'
import { quantilesTable } from './statistics/quantiles.js'
import { ratiosTable } from './statistics/ratios.js'
import { sameTable } from './statistics/same.js'
import { sharesTable } from './statistics/shares.js'
import { testsTable } from './statistics/tests.js'

const tables = {
  shares: sharesTable,
  differences: differencesTable,
  quantiles: quantilesTable,
  ratios: ratiosTable,
  looks: looksTable,
  tests: testsTable,
  alarms: alarmsTable,
  detection: detectionTable,
  gate: gateTable,
  same: sameTable,
  agreement: agreementTable,
}

const { values: flags } = parseArgs({
  options: { write: { type: 'boolean' }, only: { type: 'string', default: Object.keys(tables).join() } },
})

const file = join(import.meta.dirname, '..', 'docs', 'statistics.md')

function splice(name, table) {
  const before = readFileSync(file, 'utf8')
  const block = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- end -->)`)
  if (!block.test(before)) throw new Error(`docs/statistics.md has no block "${name}"`)
  writeFileSync(
    file,
    before.replace(block, (_, start, end) => `${start}${table}\n${end}`),
  )
}

for (const name of flags.only.split(',')) {
  const make = tables[name]
  if (!make) throw new Error(`no table "${name}"; there are ${Object.keys(tables).join(', ')}`)
  const start = performance.now()
  const table = await make()
  if (flags.write) splice(name, table)
  console.log(`<!-- ${name} -->\n${table}\n<!-- end -->\n`)
  console.error(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
}
