import { expect, test } from 'vitest'
import type { ClientRecord } from '../../src/core/journal.ts'
import { judge } from '../../src/judge/judge.ts'
import { reportSchema } from '../../src/schema/report.ts'
import { answer, cell, header, journal } from './journal.ts'

const c1 = cell('c1')

const busy = (p99: number, loopUtilization: number, session = 1): ClientRecord => ({
  type: 'client',
  session,
  loopDelayMs: { p50: 0.1, p99, max: p99 + 1 },
  loopUtilization,
})

/** The client of twelve answers that were each sent `lag` ms late. */
const clientOf = (lag: number, ttft: number, ...sessions: ClientRecord[]) => {
  const late = Array.from({ length: 12 }, (_, i) =>
    answer(i + 1, c1, ttft, { timeline: { due: 1000 - lag, started: 1000 } }),
  )
  return reportSchema.parse(judge(journal(header([c1]), late, sessions))).client
}

test.each([
  ['nothing is wrong', 1, 400, busy(2, 0.2), false],
  ['the event loop was late', 1, 400, busy(10.1, 0.2), true],
  ['the event loop was full', 1, 400, busy(2, 0.61), true],
  ['probes left 10 ms late', 10.5, 4_000, busy(2, 0.2), true],
  ['lateness is a twentieth of the first token', 3, 50, busy(2, 0.2), true],
])('%s', (_, lag, ttft, session, limited) => {
  expect(clientOf(lag, ttft, session).limited).toBe(limited)
})

test('of several sessions the worst is told', () => {
  expect(clientOf(0, 400, busy(2, 0.5), busy(30, 0.1, 2))).toMatchObject({
    loopDelayMs: { p50: 0.1, p99: 30, max: 31 },
    loopUtilization: 0.5,
    limited: true,
  })
})

test('without a record of the client nothing is claimed', () => {
  expect(clientOf(0, 400)).toMatchObject({ loopDelayMs: null, loopUtilization: null, limited: false })
})

test('dialling is not our delay', () => {
  const cold = answer(1, c1, 400, {
    connection: { reused: false },
    timeline: { due: 1000, started: 1002, dns: 1010, tcp: 1040, tls: 1100, sent: 1101 },
  })
  expect(judge(journal(header([c1]), cold)).client.lagMs).toMatchObject({ n: 1, max: 3 })
})
