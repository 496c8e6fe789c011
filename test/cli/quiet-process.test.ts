import { execFileSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const run = (program: string): string =>
  execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' })

const file = pathToFileURL('dist/cli/quiet-process.js').href
const quiet = `(await import(${JSON.stringify(file)})).quietProcess()`

test.runIf(process.platform === 'linux')("V8's own threads yield to ours", () => {
  const niceOf = `const { readdirSync, readFileSync } = await import('node:fs')
    const nice = (thread) => Number(readFileSync('/proc/self/task/' + thread + '/stat', 'utf8').split(') ')[1].split(' ')[16])
    const others = readdirSync('/proc/self/task').map(Number).filter((thread) => thread !== process.pid).map(nice)
    console.log(JSON.stringify({ main: nice(process.pid), others: [...new Set(others)] }))`
  const before = JSON.parse(run(niceOf))
  const after = JSON.parse(run(`${quiet}\n${niceOf}`))
  expect(after.main).toBe(before.main)
  expect(before.others).toEqual([before.main])
  expect(after.others).toEqual([Math.min(19, before.main + 10)])
})
