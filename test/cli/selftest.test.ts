import { expect, test } from 'vitest'
import { exitCodes } from '../../src/cli/exit.ts'
import { selftestSchema } from '../../src/schema/selftest.ts'
import { relaybench } from './harness.ts'

test('selftest --json gives a level for each number of streams, and nothing else', async () => {
  const { code, stdout, stderr } = await relaybench([
    'selftest',
    '--json',
    '--streams',
    '1,3',
    '--seconds',
    '3',
  ])
  expect(code, stderr).toBe(exitCodes.ok)
  const { levels, exactTo } = selftestSchema.parse(JSON.parse(stdout))
  // An answer takes 1.2 s.
  expect(levels.map(({ streams, answers, failed }) => ({ streams, answers, failed }))).toEqual([
    { streams: 1, answers: 2, failed: 0 },
    { streams: 3, answers: 6, failed: 0 },
  ])
  for (const { answers, chunksPerSecond, ttftErrorMs, itlErrorMs } of levels) {
    expect(chunksPerSecond).toBeGreaterThan(0)
    expect(ttftErrorMs?.n).toBe(answers)
    // Fifty tokens an answer.
    expect(itlErrorMs?.n).toBe(answers * 49)
  }
  if (exactTo) expect([1, 3]).toContain(exactTo.streams)
})

test('for a person it says how far this machine can be believed', async () => {
  const { code, stdout } = await relaybench(['selftest', '--streams', '1', '--seconds', '2', '--lang', 'en'])
  expect(code).toBe(exitCodes.ok)
  expect(stdout).toMatch(
    /Up to 1 streams this machine measures TTFT to within|At 1 streams 1 TTFT of 100 is off/,
  )
})

test.each([
  ['--streams', '10,x'],
  ['--streams', '0'],
  ['--seconds', 'soon'],
])('%s %s is refused', async (flag, value) => {
  const { code, stderr } = await relaybench(['selftest', flag, value])
  expect(code).toBe(exitCodes.badInput)
  expect(stderr).toContain(value)
})
