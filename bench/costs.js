/**
 * The table of docs/cost.md: what `relaybench cost` concludes of simulated relays that bill in every family's way, and what
 * is true of them. `npm run costs`, which builds first.
 *
 *   --write      into docs/cost.md, between its marks
 *   --only ID    this family alone
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { judge } from '../dist/judge/judge.js'
import { planCharge } from '../dist/plan/charge.js'
import { parseProfile } from '../dist/profile/parse.js'
import { run } from '../dist/run/run.js'
import { markdown } from './statistics/text.js'
import { loadTest } from './statistics/typescript.js'

const { values: flags } = parseArgs({
  options: { write: { type: 'boolean' }, only: { type: 'string' } },
})
const timing = { times: 1, idleMs: 500, pollMs: 50, settleMs: 10_000 }

const { billed, profileOf, trueMultiplier } = await loadTest('cost/behaviours.ts')
const rows = []
let wrong = 0
for (const family of new Set(billed.map((each) => each.family))) {
  if (flags.only !== undefined && flags.only !== family) continue
  const own = billed.filter((each) => each.family === family)
  const loaded = parseProfile(JSON.stringify({ ...profileOf(own), budget: { usd: 1_000 } }), {
    file: 'costs.yaml',
    env: {},
  })
  const { charges } = judge(await run(planCharge(loaded, timing), loaded))
  for (const each of own) {
    const charge = charges.find(({ relay }) => relay === each.name)
    const row = rowOf(each, charge)
    if (!row.right) wrong++
    rows.push(row.cells)
  }
  console.error(`${family}: done`)
}

function rowOf(each, charge) {
  const figure = (value) => value.toPrecision(4)
  const bounded = charge.multiplier
  const truth = charge.officialUsd ? trueMultiplier(each, charge) : undefined
  const right = bounded
    ? each.expected === 'measured' && bounded.low <= truth && truth <= bounded.high
    : each.expected === charge.reason
  const errors =
    charge.refused && charge.refused.usd.low > 0 ? `$${charge.refused.usd.value.toFixed(4)}` : '—'
  return {
    right,
    cells: [
      each.family,
      each.behaviour,
      each.expected === 'measured' ? figure(truth) : '—',
      bounded
        ? `${figure(bounded.value)} [${figure(bounded.low)}, ${figure(bounded.high)}]`
        : `cannot tell: ${charge.reason}`,
      errors,
      right ? 'yes' : 'NO',
    ],
  }
}

const table = markdown(
  ['balance', 'behaviour', 'true × list price', 'found [bounds]', 'taken for 4 refusals', 'right'],
  rows,
)
console.log(table)
console.error(`${rows.length - wrong} of ${rows.length} right`)
if (flags.write) {
  const file = join(import.meta.dirname, '..', 'docs', 'cost.md')
  const before = readFileSync(file, 'utf8')
  const block = /(<!-- charges -->\n)[\s\S]*?(<!-- end -->)/
  if (!block.test(before)) throw new Error('docs/cost.md has no block "charges"')
  writeFileSync(
    file,
    before.replace(block, (_, start, end) => `${start}${table}\n${end}`),
  )
}
