/**
 * The tables of docs/audit.md: how often each audit finds simulated relays of known truth to differ, honest ones among
 * them, and what audits cost. `npm run audits`, which builds first. All draws are seeded: the tables are the same every
 * time.
 *
 *   --write          into docs/audit.md, between the marks of each table
 *   --runs N         seeds a scenario
 *   --only ID,ID     these scenarios alone
 *   --table NAME,…   these tables alone: rates, quick, standard, deep
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { priceOf, toUsd } from '../dist/core/budget.js'
import { clopperPearson } from '../dist/statistics/clopper-pearson.js'
import { count, markdown, percent } from './statistics/text.js'
import { loadTest } from './statistics/typescript.js'

const { values: flags } = parseArgs({
  options: {
    write: { type: 'boolean' },
    runs: { type: 'string', default: '200' },
    only: { type: 'string' },
    table: { type: 'string' },
  },
})
const file = join(import.meta.dirname, '..', 'docs', 'audit.md')
const wanted = flags.only?.split(',')

function splice(name, table) {
  const before = readFileSync(file, 'utf8')
  const block = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- end -->)`)
  if (!block.test(before)) throw new Error(`docs/audit.md has no block "${name}"`)
  writeFileSync(
    file,
    before.replace(block, (_, start, end) => `${start}${table}\n${end}`),
  )
}

function rateRow({ about, expected }, { what, runs, found, abstained, medianN }) {
  const { low, high } = clopperPearson(found, runs)
  return [
    about,
    expected.length === 0 ? what : `\`${what}\``,
    expected.length === 0 ? 'no' : 'yes',
    `${percent(found / runs)} [${percent(low)}, ${percent(high)}]`,
    percent(abstained / runs, 0),
    runs,
    medianN ?? '',
  ]
}

async function ratesTable() {
  const { ratesOf, scenarios } = await loadTest('audits/rates.ts')
  const rows = []
  for (const scenario of scenarios) {
    if (wanted && !wanted.includes(scenario.id)) continue
    const start = performance.now()
    for (const rate of await ratesOf(scenario, Number(flags.runs))) rows.push(rateRow(scenario, rate))
    console.error(`${scenario.id}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
  }
  return markdown(
    ['simulated relay', 'finding', 'differs', 'found to differ [95 %]', 'undecided', 'runs', 'n, median'],
    rows,
  )
}

/** USD per million tokens, in and out: a flagship and a cheap model. */
const priceLevels = [
  { inputUsdPerMtok: 3, outputUsdPerMtok: 15, perRequestUsd: 0 },
  { inputUsdPerMtok: 0.3, outputUsdPerMtok: 1.2, perRequestUsd: 0 },
]

const usd = (tokens, price) => `$${toUsd(priceOf(tokens, price)).toFixed(4)}`

async function costTable(depth) {
  const { costsOf } = await loadTest('audits/costs.ts')
  const rows = (await costsOf(depth, 1)).map(({ planned: { audit, requests, expected }, spent }) => [
    `\`${audit}\``,
    `${count(requests)} / ${count(spent.requests)}`,
    `${count(expected.inputTokens)} / ${count(spent.inputTokens)}`,
    `${count(expected.outputTokens)} / ${count(spent.outputTokens)}`,
    ...priceLevels.map((price) => `${usd(expected, price)} / ${usd(spent, price)}`),
  ])
  return markdown(['audit', 'requests', 'tokens in', 'tokens out', 'at $3 / $15', 'at $0.30 / $1.20'], rows)
}

const tables = {
  rates: ratesTable,
  quick: () => costTable('quick'),
  standard: () => costTable('standard'),
  deep: () => costTable('deep'),
}

for (const [name, make] of Object.entries(tables)) {
  if (flags.table && !flags.table.split(',').includes(name)) continue
  const table = await make()
  if (flags.write) splice(name, table)
  console.log(`<!-- ${name} -->\n${table}\n<!-- end -->\n`)
}
