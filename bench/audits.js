/**
 * The table of docs/audit.md: how often each audit finds simulated relays of known truth to differ, honest ones among
 * them. `npm run audits`, which builds first. All draws are seeded: the table is the same every time.
 *
 *   --write          into docs/audit.md, between its marks
 *   --runs N         seeds a scenario
 *   --only ID,ID     these scenarios alone
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { clopperPearson } from '../dist/statistics/clopper-pearson.js'
import { markdown, percent } from './statistics/text.js'
import { loadTest } from './statistics/typescript.js'

const { values: flags } = parseArgs({
  options: {
    write: { type: 'boolean' },
    runs: { type: 'string', default: '200' },
    only: { type: 'string' },
  },
})
const file = join(import.meta.dirname, '..', 'docs', 'audit.md')
const { ratesOf, scenarios } = await loadTest('audits/rates.ts')
const wanted = flags.only?.split(',')

function row({ scenario, code, runs, found, abstained, medianN }) {
  const { low, high } = clopperPearson(found, runs)
  const truth = scenario.expected.includes(code) ? 'differs' : 'no difference'
  return [
    scenario.about,
    `\`${code}\``,
    truth,
    `${percent(found / runs)} [${percent(low)}, ${percent(high)}]`,
    abstained,
    runs,
    medianN,
  ]
}

const rows = []
for (const scenario of scenarios) {
  if (wanted && !wanted.includes(scenario.id)) continue
  const start = performance.now()
  for (const rate of await ratesOf(scenario, Number(flags.runs))) rows.push(row(rate))
  console.error(`${scenario.id}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
}
const columns = ['relay', 'finding', 'truth', 'found to differ [95 %]', 'abstained', 'runs', 'n, median']
const table = markdown(columns, rows)
if (flags.write) {
  const before = readFileSync(file, 'utf8')
  const block = /(<!-- rates -->\n)[\s\S]*?(<!-- end -->)/
  if (!block.test(before)) throw new Error('docs/audit.md has no block "rates"')
  writeFileSync(
    file,
    before.replace(block, (_, start, end) => `${start}${table}\n${end}`),
  )
}
console.log(table)
