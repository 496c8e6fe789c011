import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { reportSchema } from '../../src/schema/report.ts'
import { type FakeRelay, startFakeRelay, steadily } from './fake-relay.ts'
import {
  type Finished,
  finishedObservations,
  journalLines,
  journalPath,
  journalRecords,
  program,
  relaybench,
  startCommand,
  temporaryFolder,
  writeProfile,
} from './harness.ts'
import { planOf } from './journal-plan.ts'

const folder = temporaryFolder()
const requests = 30

/**
 * Runs the program where no file can grow beyond a limit: what a full disk does, without root and without a disk.
 * Node ignores SIGXFSZ, so that a write fails with EFBIG, in part first, as it does with ENOSPC.
 */
const limited = (kilobytes: number, args: readonly string[]): Promise<Finished> =>
  startCommand('bash', ['-c', `ulimit -f ${kilobytes}; exec "$0" "$@"`, process.execPath, program, ...args])
    .finished

const profileFor = (name: string, relay: FakeRelay) =>
  writeProfile(folder, name, {
    relays: [{ name: 'relay', base_url: relay.url }],
    models: ['demo-mini'],
    load: { requests, concurrency: 2, warmup: 0 },
  })

describe.skipIf(process.platform === 'win32')('a disk that is full', () => {
  test('in the middle of a run: nothing more is sent, what is written is whole and can be resumed', async () => {
    const relay = await startFakeRelay(steadily({ tokens: 12, gapMs: 2 }))
    const out = join(folder, 'middle')
    const limitKilobytes = 12
    const full = await limited(limitKilobytes, ['run', profileFor('middle', relay), '--out', out])
    expect(full.code).toBe(5)
    expect(full.stderr).toMatch(/cannot write the journal .*\n.*free some space.*--resume/)
    expect(full.stderr).not.toMatch(/defect|\bat .*\.js:\d+/)

    const content = readFileSync(journalPath(out), 'utf8')
    expect(content.endsWith('\n')).toBe(true)
    expect(statSync(journalPath(out)).size).toBeLessThanOrEqual(limitKilobytes * 1024)
    const kept = finishedObservations(journalRecords(out))
    expect(kept.length).toBeGreaterThan(2)
    expect(full.stdout).toContain(`${kept.length}/${kept.length}`)
    // Two lanes: what could not be written, and what was in flight beside it, was the last that was asked.
    expect(relay.probes().length).toBeLessThanOrEqual(kept.length + 2)

    const before = journalLines(out)
    const resumed = await relaybench(['run', '--resume', out, '--quiet', '--json'])
    await relay.close()
    expect(resumed.code).toBe(0)
    expect(reportSchema.parse(JSON.parse(resumed.stdout)).totals.sent).toBe(requests)
    expect(journalLines(out).slice(0, before.length)).toEqual(before)
    const records = journalRecords(out)
    const finished = finishedObservations(records).map(({ probeId }) => probeId)
    expect([...finished].sort()).toEqual([...planOf(records).planned].sort())
  })

  test('before the first line: nothing is sent, and the same command works later', async () => {
    const relay = await startFakeRelay(steadily())
    const args = ['run', profileFor('start', relay), '--out', join(folder, 'start'), '--requests', '1']
    const full = await limited(0, args)
    expect(full.code).toBe(5)
    expect(full.stderr).toMatch(/cannot write the journal/)
    expect(full.stderr).not.toMatch(/defect|\bat .*\.js:\d+/)
    expect(relay.asked).toEqual([])
    const later = await relaybench([...args, '--quiet'])
    await relay.close()
    expect(later).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('a folder that cannot be written', () => {
  test.each([
    ['a file is in its way', 'file'],
    ['a file is in the way of its parent', join('file', 'below')],
  ])('%s: exit 5 in words, nothing sent', async (_, name) => {
    const relay = await startFakeRelay()
    writeFileSync(join(folder, 'file'), '')
    const { code, stdout, stderr } = await relaybench([
      'run',
      profileFor('in-the-way', relay),
      ...['--out', join(folder, name)],
    ])
    await relay.close()
    expect(code).toBe(5)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/cannot write the journal .*file/)
    expect(stderr).toContain('--out')
    expect(stderr).not.toMatch(/defect|\bat .*\.js:\d+/)
    expect(relay.asked).toEqual([])
  })

  test('report.json cannot be written: the report is printed all the same, and exit 5 says so', async () => {
    const relay = await startFakeRelay()
    const out = join(folder, 'no-report')
    mkdirSync(join(out, 'report.json'), { recursive: true })
    const args = ['run', profileFor('no-report', relay), '--out', out, '--requests', '2', '--json']
    const { code, stdout, stderr } = await relaybench(args)
    await relay.close()
    expect(code).toBe(5)
    expect(reportSchema.parse(JSON.parse(stdout)).totals.sent).toBe(2)
    expect(stderr).toContain(join(out, 'report.json'))
    expect(stderr).not.toMatch(/defect|\bat .*\.js:\d+/)
  })
})
