import { describe, expect, test } from 'vitest'
import type { CalibrationRecord, ClientRecord, ControlRecord, JournalRecord } from '../../src/core/journal.ts'
import { judge } from '../../src/judge/judge.ts'
import { type Report, reportSchema } from '../../src/schema/report.ts'
import { answers, cell, header, journal } from './journal.ts'

const c1 = cell('c1')
const c2 = cell('c2', { relay: 'bravo' })

const calibration = (p50: number, p99: number, over: Partial<CalibrationRecord> = {}): CalibrationRecord => ({
  type: 'calibration',
  session: 1,
  concurrency: 4,
  n: 120,
  ttftErrorMs: { p50, p99, max: p99 },
  tookMs: 400,
  ...over,
})

const client = (waitP99: number, n = 3_000, over: Partial<ClientRecord> = {}): ClientRecord => ({
  type: 'client',
  session: 1,
  loopDelayMs: { p50: 0.1, p99: 1.5, max: 9 },
  loopUtilization: 0.1,
  loopWaitMs: { n, p99: waitP99 },
  ...over,
})

const controls = (errors: readonly number[], session = 1): ControlRecord[] =>
  errors.map((ttftErrorMs, i) => ({ type: 'control', session, atMs: i * 250, ttftErrorMs }))

const judged = (...records: (JournalRecord | readonly JournalRecord[])[]): Report =>
  reportSchema.parse(judge(journal(header([c1]), answers(c1, Array(12).fill(400)), ...records)))

const upTo100 = Array.from({ length: 100 }, (_, i) => i + 1)

describe("the client's own delay", () => {
  test.each<[string, JournalRecord[], Report['client']['delay']]>([
    ['nothing is known', [], null],
    ['as calibrated', [calibration(0.2, 0.9)], { p99Ms: 0.9, from: 'calibration' }],
    [
      'a probe waits for the loop on top of what it costs',
      [calibration(0.2, 0.9), client(2.5)],
      { p99Ms: 2.7, from: 'calibration' },
    ],
    [
      'an idle loop does not better the calibration',
      [calibration(0.2, 0.9), client(0.1)],
      { p99Ms: 0.9, from: 'calibration' },
    ],
    [
      'a run of less than a second has too few samples for a p99',
      [calibration(0.2, 0.9), client(60, 99)],
      { p99Ms: 0.9, from: 'calibration' },
    ],
    ['without calibration the loop alone tells', [client(2.5)], { p99Ms: 2.5, from: 'loop' }],
    ['the last word of a session counts', [client(50), client(2.5, 6_000)], { p99Ms: 2.5, from: 'loop' }],
    [
      'a hundred controls know better',
      [calibration(0.2, 0.9), client(2.5), ...controls(upTo100)],
      { p99Ms: 99, from: 'control' },
    ],
    [
      'fewer can only add to what is known',
      [calibration(0.2, 0.9), client(2.5), ...controls([0.1, 0.4])],
      { p99Ms: 2.7, from: 'calibration' },
    ],
    ['and do', [calibration(0.2, 0.9), client(2.5), ...controls([0.1, 7])], { p99Ms: 7, from: 'control' }],
    [
      'the worst session of a resumed run counts',
      [calibration(0.2, 0.9), calibration(0.3, 4, { session: 2 }), ...controls([3, 3.5], 3)],
      { p99Ms: 4, from: 'calibration' },
    ],
  ])('%s', (_, records, delay) => {
    const report = judged(records)
    expect(report.client.delay).toEqual(delay)
    expect(report.cells[0]?.ttftMs.clientP99Ms).toBe(delay?.p99Ms ?? null)
  })

  test('a journal of before tells by its plain loop delay', () => {
    const { loopWaitMs: _, ...older } = client(0)
    expect(judged(older).client.delay).toEqual({ p99Ms: 1.5, from: 'loop' })
  })

  test('what the machine spent is told', () => {
    const busy = client(1, 3_000, { gc: { count: 4, totalMs: 9, maxMs: 5 }, cpuShare: 1.2 })
    expect(judged(busy, controls([0.2, 0.4])).client).toMatchObject({
      gc: { count: 4, totalMs: 9, maxMs: 5 },
      cpuShare: 1.2,
      control: { n: 2, ttftErrorMs: { p50: 0.2, p99: 0.4, max: 0.4 } },
    })
  })

  test('a loopback relay that did not start is told', () => {
    const { ttftErrorMs: _, ...failed } = calibration(0, 0, { n: 0, failure: 'EAGAIN' })
    expect(judged(failed).client).toMatchObject({
      delay: null,
      calibration: { n: 0, ttftErrorMs: null, failure: 'EAGAIN' },
    })
  })
})

describe('a cell whose latency is too much our own', () => {
  const slo = { ttft_p50: '< 100ms', e2e_p50: '< 60s', availability: '>= 10%' }
  const twoRelays = (p99: number, quick = 40, slow = 400) => {
    const profile = { relays: [{ name: 'acme' }, { name: 'bravo' }], models: ['gpt-x'], slo }
    return reportSchema.parse(
      judge(
        journal(
          header([c1, c2], { profile }),
          calibration(0.2, p99),
          answers(c1, Array(12).fill(quick)),
          answers(c2, Array(12).fill(slow)),
        ),
      ),
    )
  }

  test('is marked above a tenth of its p50, not at it', () => {
    expect(twoRelays(4).cells.map(({ clientLimited }) => clientLimited)).toEqual([false, false])
    expect(twoRelays(4.001).cells.map(({ clientLimited }) => clientLimited)).toEqual([true, false])
    expect(twoRelays(40.001).cells.map(({ clientLimited }) => clientLimited)).toEqual([true, true])
  })

  test('has no rank, and the others are ranked without it', () => {
    expect(twoRelays(4).cells.map(({ rank }) => rank)).toEqual([1, 2])
    expect(twoRelays(5).cells.map(({ rank }) => rank)).toEqual([null, 1])
  })

  test('its latencies are not judged; whether it answers is', () => {
    const verdicts = (report: Report) =>
      report.objectives.map(({ relay, name, verdict, reason }) => [relay, name, verdict, reason])
    expect(verdicts(twoRelays(4))).toEqual([
      ['acme', 'ttft_p50', 'no-breach', null],
      ['acme', 'e2e_p50', 'no-breach', null],
      ['acme', 'availability', 'no-breach', null],
      ['bravo', 'ttft_p50', 'broken', null],
      ['bravo', 'e2e_p50', 'no-breach', null],
      ['bravo', 'availability', 'no-breach', null],
    ])
    expect(verdicts(twoRelays(50))).toEqual([
      ['acme', 'ttft_p50', 'undecided', 'client-limited'],
      ['acme', 'e2e_p50', 'undecided', 'client-limited'],
      ['acme', 'availability', 'no-breach', null],
      ['bravo', 'ttft_p50', 'undecided', 'client-limited'],
      ['bravo', 'e2e_p50', 'undecided', 'client-limited'],
      ['bravo', 'availability', 'no-breach', null],
    ])
  })

  test('a cell of whole answers is held against its E2E', () => {
    const whole = cell('c1', { mode: 'whole' })
    const limited = (p99: number) =>
      judge(journal(header([whole]), calibration(0.2, p99), answers(whole, Array(12).fill(80)))).cells[0]
        ?.clientLimited
    // Its E2E is 80 + 120 ms.
    expect([limited(20), limited(20.001)]).toEqual([false, true])
  })

  test('without a single time there is nothing to be limited', () => {
    const report = judge(journal(header([c1]), calibration(0.2, 500)))
    expect(report.cells[0]).toMatchObject({ clientLimited: false, rank: null })
  })
})
