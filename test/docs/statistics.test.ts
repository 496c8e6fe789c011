import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root, startCommand } from '../cli/harness.ts'

/** What stands between a table's marks. */
const blocks = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(/<!-- (\w+) -->\n([\s\S]*?)<!-- end -->/g)].map(([, name = '', table = '']) => [
      name,
      table,
    ]),
  )

const committed = blocks(readFileSync(join(root, 'docs', 'statistics.md'), 'utf8'))

/** Those in which nothing is drawn, and which take no time. */
const exact = ['shares', 'looks', 'agreement']

test('the exact tables of docs/statistics.md are what `npm run statistics` prints', async () => {
  const script = join(root, 'bench', 'statistics.js')
  const { code, stdout, stderr } = await startCommand(process.execPath, [script, '--only', exact.join()])
    .finished
  expect(code, stderr).toBe(0)
  const printed = blocks(stdout)
  expect([...printed.keys()]).toEqual(exact)
  for (const [name, table] of printed) expect(committed.get(name), name).toBe(table)
})

test('every table of docs/statistics.md has been written', () => {
  const empty = [...committed].filter(([, table]) => table.split('\n').length < 4).map(([name]) => name)
  expect(committed.size).toBe(11)
  expect(empty).toEqual([])
})
