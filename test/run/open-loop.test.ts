import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { judge } from '../../src/index.ts'
import { arrivalTimes } from '../../src/plan/arrivals.ts'
import { parseProfile } from '../../src/profile/parse.ts'
import { resumeState } from '../../src/run/resume.ts'
import { run } from '../../src/run/run.ts'
import { after, withRelay } from './relay.ts'
import { runProfile } from './run-profile.ts'

const profile = (url: string, load: object): object => ({
  relays: [{ name: 'a', base_url: url }],
  models: ['demo-mini'],
  load: { seed: 3, warmup: 0, ...load },
})

describe('an open loop', () => {
  test('every probe is due at its own time, and none is sent before', async () => {
    await withRelay(after(), async ({ url }) => {
      const load = { rate: '40/s', requests: 20, concurrency: 8 }
      const { observations, plan, records } = await runProfile(profile(url, load))
      const { shape } = plan.load
      if (shape?.type !== 'open') throw new Error('no open loop')
      const zero = records.find((record) => record.type === 'schedule')?.beganMs ?? Number.NaN
      const times = arrivalTimes(shape, plan.seed)
      const expected = observations.map(() => zero + Number(times.next().value))
      const byDue = observations.toSorted((a, b) => a.timeline.due - b.timeline.due)
      for (const [i, { timeline, heldMs }] of byDue.entries()) {
        expect(timeline.due).toBeCloseTo(expected[i] ?? 0, 2)
        expect(timeline.sent).toBeGreaterThanOrEqual(timeline.due)
        expect(heldMs).toBeGreaterThanOrEqual(0)
      }
    })
  })

  test('where the relay is too slow the lag grows, and response times tell it', async () => {
    // Two lanes and 100 ms an answer: at most 20/s, and 100/s arrive. Whatever the machine does, it only gets later.
    await withRelay(after(100), async ({ url, mostAtOnce }) => {
      const load = { rate: '100/s', arrivals: 'constant', requests: 24, concurrency: 2 }
      const { observations, report } = await runProfile(profile(url, load))
      expect(observations.length).toBe(24)
      expect(mostAtOnce()).toBe(2)
      const [cell] = report.cells
      const [entry] = report.load
      // The last is due after 230 ms, and eleven answers of its lane come before it.
      expect(entry?.lagMs.max).toBeGreaterThan(800)
      expect(cell?.e2eMs.p50).toBeGreaterThanOrEqual(99)
      expect(cell?.e2eFromDueMs?.p50).toBeGreaterThan((cell?.e2eMs.p50 ?? 0) + 300)
      expect(cell?.ttftFromDueMs?.n).toBe(24)
      expect(entry?.arrivals).toMatchObject({ requestedPerSecond: 100, due: 24, sent: 24 })
      expect(entry?.arrivals?.sentPerSecond).toBeLessThan(25)
    })
  })

  test('waiting for a lane is not put down to this machine', async () => {
    await withRelay(after(100), async ({ url }) => {
      const load = { rate: '100/s', arrivals: 'constant', requests: 12, concurrency: 1 }
      const { report, observations } = await runProfile(profile(url, load))
      const held = observations.map(({ heldMs = 0 }) => heldMs).toSorted((a, b) => a - b)
      expect(held.at(-1)).toBeGreaterThan(800)
      expect(report.client.lagMs.p50).toBeLessThan(held[5] ?? 0)
      expect(report.load[0]?.lagMs.max).toBeGreaterThanOrEqual(held.at(-1) ?? 0)
    })
  })

  test('bounded by time: arrivals that found no free lane are counted, not forgotten', async () => {
    await withRelay(after(200), async ({ url, probes }) => {
      const load = { rate: '50/s', arrivals: 'constant', duration: '3s', concurrency: 1 }
      const { report, records } = await runProfile(profile(url, load))
      const { due = 0, sent = 0 } = report.load[0]?.arrivals ?? {}
      expect(sent).toBe(probes().length)
      const schedule = records.find((record) => record.type === 'schedule')
      const span = (schedule?.endedMs ?? 0) - (schedule?.beganMs ?? 0)
      expect(schedule?.endedMs).toBeLessThanOrEqual(3_000)
      // Stamps are to the microsecond: an arrival at the very end may fall on either side.
      expect(Math.abs(due - (Math.floor(span / 20) + 1))).toBeLessThanOrEqual(1)
      expect(sent).toBeLessThan(due)
    })
  })

  test('warm-up comes before the schedule and in a closed loop', async () => {
    await withRelay(after(), async ({ url }) => {
      const { observations, records } = await runProfile(
        profile(url, { rate: '50/s', requests: 3, warmup: 2 }),
      )
      const began = records.find((record) => record.type === 'schedule')?.beganMs ?? 0
      const warmups = observations.filter(({ warmup }) => warmup)
      expect(warmups.length).toBe(2)
      for (const { heldMs, timeline } of warmups) {
        expect(heldMs).toBeUndefined()
        expect(timeline.end).toBeLessThanOrEqual(began)
      }
    })
  })

  test('resumed, it sends what is left, and judges both sessions together', async () => {
    await withRelay(after(20), async ({ url, probes }) => {
      const stop = new AbortController()
      const text = JSON.stringify(profile(url, { rate: '50/s', requests: 20, concurrency: 4 }))
      const loaded = parseProfile(text, { file: 'test.yaml', env: {} })
      let seen = 0
      const first = await runProfile(JSON.parse(text), {
        stop: stop.signal,
        onRecord: ({ type }) => {
          if (type === 'observation' && ++seen === 8) stop.abort()
        },
      })
      const sentBefore = probes().length
      expect(sentBefore).toBeLessThan(20)
      const { state, header } = resumeState(first.records)
      const second = await run(header.plan, loaded, { resumed: state })
      expect(probes().length).toBe(20)
      const records = [...first.records, ...second]
      const report = judge(records)
      expect(report.cells[0]).toMatchObject({ sent: 20, ok: 20, complete: true })
      expect(report.load[0]?.arrivals?.sent).toBe(20)
      expect(isDeepStrictEqual(judge(records), report)).toBe(true)
    })
  })
})

test('a recorded trace is replayed at its times', async () => {
  await withRelay(after(), async ({ url }) => {
    const files = new Map([['trace.csv', 'timestamp_ms\n1000\n1040\n1045\n1200\n']])
    const load = { trace: 'trace.csv', speed: 0.5 }
    const { observations, records, report } = await runProfile(profile(url, load), { files })
    const began = records.find((record) => record.type === 'schedule')?.beganMs ?? 0
    const dues = observations.map(({ timeline }) => Math.round(timeline.due - began))
    expect(dues.toSorted((a, b) => a - b)).toEqual([0, 80, 90, 400])
    expect(report.load[0]?.arrivals).toMatchObject({ requestedPerSecond: 7.5, due: 4, sent: 4 })
    expect(report.cells[0]?.ttftFromDueMs?.n).toBe(4)
  })
})

test('two relays have the same schedule, a little apart', async () => {
  await withRelay(after(), async (one) => {
    await withRelay(after(), async (two) => {
      const { records, observations, plan } = await runProfile({
        relays: [one, two].map(({ url }, i) => ({ name: `r${i}`, base_url: url })),
        models: ['demo-mini'],
        load: { rate: '20/s', arrivals: 'constant', requests: 4, warmup: 0, seed: 1 },
      })
      const began = records.filter((record) => record.type === 'schedule')
      expect(began.length).toBe(2)
      for (const { relay, beganMs } of began) {
        const cells = plan.cells.filter((cell) => cell.relay === relay).map(({ id }) => id)
        const dues = observations
          .filter(({ cellId }) => cells.includes(cellId))
          .map(({ timeline }) => timeline.due)
        expect(dues.map((due) => Math.round(due - beganMs)).toSorted((a, b) => a - b)).toEqual([
          0, 50, 100, 150,
        ])
      }
    })
  })
})
