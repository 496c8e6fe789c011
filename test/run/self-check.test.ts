import { describe, expect, test } from 'vitest'
import type { JournalRecord } from '../../src/core/journal.ts'
import { reportSchema } from '../../src/schema/report.ts'
import { runProfile } from './run-profile.ts'

/** Real sockets and a real process beside this one, which is of the built program: `npm run build` comes first. */

const profile = {
  relays: [{ name: 'sim', simulate: { preset: 'good' } }],
  models: ['demo-mini'],
  load: { requests: 2, concurrency: 1, warmup: 0 },
}

/** Any error of ours is possible on a busy machine, but not one beyond the timeouts of the loopback probe. */
const longestMs = 10_000

const ofType = <Type extends JournalRecord['type']>(records: readonly JournalRecord[], type: Type) =>
  records.filter((record): record is Extract<JournalRecord, { type: Type }> => record.type === type)

const childProcesses = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'ProcessWrap').length

describe('a run that looks at itself', () => {
  test('calibrates before the first request to a relay, and goes on with controls', async () => {
    const before = childProcesses()
    const { records, report } = await runProfile(profile, { calibrate: true, control: true })
    await expect.poll(childProcesses).toBe(before)

    const kinds = records.map(({ type }) => type)
    expect(kinds.slice(0, 3)).toEqual(['run', 'session', 'calibration'])
    const [calibration] = ofType(records, 'calibration')
    expect(calibration?.n).toBeGreaterThan(0)
    const { p50 = -1, p99 = -1, max = -1 } = calibration?.ttftErrorMs ?? {}
    expect(p50).toBeGreaterThanOrEqual(0)
    expect(p99).toBeGreaterThanOrEqual(p50)
    expect(max).toBeGreaterThanOrEqual(p99)
    expect(max).toBeLessThan(longestMs)

    for (const { ttftErrorMs, session } of ofType(records, 'control')) {
      expect(session).toBe(1)
      expect(ttftErrorMs).toBeGreaterThanOrEqual(0)
      expect(ttftErrorMs).toBeLessThan(longestMs)
    }
    const { client, cells } = reportSchema.parse(report)
    expect(client.calibration?.n).toBe(calibration?.n)
    expect(client.control?.n ?? 0).toBe(ofType(records, 'control').length)
    expect(client.cpuShare).toBeGreaterThan(0)
    expect(cells[0]?.ttftMs.clientP99Ms).toBe(client.delay?.p99Ms)
  })

  test('does not unless it is told to, nor without anything to probe', async () => {
    const plain = await runProfile(profile)
    expect(plain.records.map(({ type }) => type)).not.toContain('calibration')
    const forbidden = { ...profile, relays: [{ ...profile.relays[0], probe_policy: { allowed: false } }] }
    const { records } = await runProfile(forbidden, { calibrate: true, control: true })
    expect(records.map(({ type }) => type)).not.toContain('calibration')
  })

  test('a run that was stopped before it began ends at once', async () => {
    const { records, report } = await runProfile(profile, {
      calibrate: true,
      control: true,
      stop: AbortSignal.abort(),
    })
    expect(ofType(records, 'calibration')).toMatchObject([{ n: 0 }])
    expect(report.state).toBe('interrupted')
  })
})
