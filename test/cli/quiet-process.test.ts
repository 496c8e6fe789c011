import { execFileSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

/** A process of its own, which fills its young generation and tells what has become of it. */
function youngGenerationMb(prepare: string): number {
  const program = `${prepare}
    const { getHeapSpaceStatistics } = await import('node:v8')
    let kept = []
    for (let i = 0; i < 2e6; i++) {
      kept.push({ i, list: [i] })
      if (kept.length > 200_000) kept = kept.slice(100_000)
    }
    console.log(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 2 ** 20)`
  return Number(run(program))
}

const run = (program: string): string =>
  execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' })

const file = pathToFileURL('dist/cli/quiet-process.js').href
const quiet = `(await import(${JSON.stringify(file)})).quietProcess()`

test('the young generation stays small, so that a collection is short', () => {
  expect(youngGenerationMb('')).toBeGreaterThanOrEqual(8)
  expect(youngGenerationMb(quiet)).toBeLessThanOrEqual(2)
})

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
