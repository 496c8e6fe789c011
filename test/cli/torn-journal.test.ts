import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FakeRelay, startFakeRelay, steadily } from './fake-relay.ts'
import {
  finishedObservations,
  journalLines,
  journalPath,
  journalRecords,
  relaybench,
  temporaryFolder,
  writeProfile,
} from './harness.ts'
import { planOf } from './journal-plan.ts'

const folder = temporaryFolder()
const whole = join(folder, 'whole')
let relay: FakeRelay
let profile: string
let content: Buffer

beforeAll(async () => {
  relay = await startFakeRelay(steadily())
  profile = writeProfile(folder, 'torn', {
    relays: [{ name: '中转站', base_url: relay.url }],
    models: ['demo-mini'],
    stream: 'both',
    load: { requests: 5, concurrency: 2, warmup: 1 },
  })
  await relaybench(['run', profile, '--out', whole, '--quiet'])
  content = readFileSync(journalPath(whole))
})
afterAll(() => relay.close())

/** A folder with only the first bytes of the journal in it, as a crash of the machine may leave it. */
function tornAt(bytes: number): string {
  const directory = join(folder, `torn-${bytes}`)
  mkdirSync(directory)
  writeFileSync(journalPath(directory), content.subarray(0, bytes))
  return directory
}

const headerBytes = () => content.indexOf('\n') + 1
const isInsideCharacter = (at: number) => ((content[at] ?? 0) & 0xc0) === 0x80

/** In the middle of a character, before the last line break, anywhere. */
function places(): readonly number[] {
  const generator = xoroshiro128plus(11)
  const anywhere = Array.from({ length: 2 }, () =>
    uniformInt(generator, headerBytes() + 1, content.length - 2),
  )
  const inCharacter = Array.from({ length: content.length }, (_, at) => at).findLast(isInsideCharacter) ?? 0
  expect(inCharacter).toBeGreaterThan(headerBytes())
  return [inCharacter, content.length - 1, ...anywhere]
}

test('a journal cut anywhere behind its header is reported on and resumed', async () => {
  await Promise.all(places().map(reportAndResume))
})

async function reportAndResume(at: number): Promise<void> {
  const directory = tornAt(at)
  const before = journalLines(directory)
  const reported = await relaybench(['report', directory, '--json'])
  expect(reported.code).toBe(0)
  const finishedBefore = finishedObservations(journalRecords(directory)).filter(({ warmup }) => !warmup)
  expect(JSON.parse(reported.stdout).totals.sent).toBe(finishedBefore.length)

  const resumed = await relaybench(['run', '--resume', directory, '--quiet'])
  expect(resumed.code).toBe(0)
  expect(journalLines(directory).slice(0, before.length)).toEqual(before)
  const records = journalRecords(directory)
  const finished = finishedObservations(records).map(({ probeId }) => probeId)
  expect([...finished].sort()).toEqual([...planOf(records).planned].sort())
}

describe('a journal that ends before its header does', () => {
  const resumeAndReport = (directory: string) =>
    Promise.all([relaybench(['run', '--resume', directory]), relaybench(['report', directory])])

  test.each([
    ['nothing', () => 0],
    ['a header without its line break', () => headerBytes() - 1],
  ])('%s: no run to go on with, and the same command begins it', async (_, bytes) => {
    const directory = tornAt(bytes())
    for (const { code, stdout, stderr } of await resumeAndReport(directory)) {
      expect(code).toBe(2)
      expect(stdout).toBe('')
      expect(stderr).toContain(journalPath(directory))
      expect(stderr).not.toMatch(/defect|\bat .*\.js:\d+/)
    }
    const again = await relaybench(['run', profile, '--out', directory, '--quiet'])
    expect(again.stderr).toBe('')
    expect(again.code).toBe(0)
  })
})

test('a folder that holds a run is not run over', async () => {
  const directory = join(folder, 'kept')
  cpSync(whole, directory, { recursive: true })
  const seen = relay.asked.length
  const { code, stderr } = await relaybench(['run', profile, '--out', directory])
  expect(code).toBe(2)
  expect(stderr).toMatch(/already holds a run[\s\S]*--resume/)
  expect(readFileSync(journalPath(directory))).toEqual(content)
  expect(relay.asked.length).toBe(seen)
})

test('a damaged line in the middle is named by its number', async () => {
  const directory = join(folder, 'damaged')
  cpSync(whole, directory, { recursive: true })
  const lines = content.toString().split('\n')
  writeFileSync(journalPath(directory), lines.with(3, lines[3]?.slice(9) ?? '').join('\n'))
  const { code, stderr } = await relaybench(['report', directory])
  expect(code).toBe(2)
  expect(stderr).toContain(`${journalPath(directory)}:4`)
})
