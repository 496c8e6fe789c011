import { describe, expect, test } from 'vitest'
import type { Observation } from '../../src/core/observation.ts'
import { connectMs, dialPhases } from '../../src/metrics/dial.ts'
import {
  e2eMs,
  lagMs,
  tailMs,
  ttfbMs,
  ttffMs,
  ttfoMs,
  ttftColdMs,
  ttftMs,
} from '../../src/metrics/latency.ts'
import { answer, cell } from '../judge/journal.ts'

const stream = cell('c1')

/** Every stamp once, so that each metric can only come from its own two. */
const timeline = {
  due: 995,
  started: 1000,
  dns: 1010,
  tcp: 1040,
  tls: 1100,
  sent: 1101,
  headers: 1300,
  firstByte: 1310,
  firstFrame: 1320,
  firstToken: 1400,
  firstOutput: 1900,
  lastToken: 2500,
  done: 2600,
  end: 2700,
}
const cold: Observation = { ...answer(1, stream), timeline, connection: { reused: false } }
const unsent: Observation = {
  ...cold,
  timeline: { due: 995, started: 1000, dns: 1010, end: 1020 },
  ending: { type: 'failed', stage: 'tcp', code: 'ECONNREFUSED', detail: '', stale: false },
}
const warm: Observation = { ...cold, connection: { reused: true } }

test.each([
  ['TTFB: first byte − sent', ttfbMs, warm, 209],
  ['TTFF: first frame − sent', ttffMs, warm, 219],
  ['TTFT, warm: first token − sent', ttftMs, warm, 299],
  ['TTFT of a cold connection is not a warm one', ttftMs, cold, undefined],
  ['TTFT, cold: first token − started', ttftColdMs, cold, 400],
  ['TTFT of a warm connection is not a cold one', ttftColdMs, warm, undefined],
  ['TTFO, warm: first visible token − sent', ttfoMs, warm, 799],
  ['TTFO of a cold connection', ttfoMs, cold, undefined],
  ['E2E of a stream: last token − sent', e2eMs, cold, 1399],
  ['E2E of a whole answer: end − sent', e2eMs, { ...warm, streaming: false }, 1599],
  ['tail: end mark − last token', tailMs, warm, 100],
  ['connect: from the start of dialling to the last phase', connectMs, cold, 100],
  ['a dial that never led to a request is no connect time', connectMs, unsent, undefined],
  ['a warm connection was not dialled', connectMs, warm, undefined],
  ['lag of a warm connection: sent − due', lagMs, warm, 106],
  ['lag of a cold one, dialling taken off', lagMs, cold, 6],
] as const)('%s', (_, metric, observation, expected) => {
  expect(metric(observation)).toBe(expected)
})

describe('what was never reached is absent, never 0', () => {
  const { due, started, end } = timeline
  const nothing: Observation = { ...warm, timeline: { due, started, end } }
  test.each([ttfbMs, ttffMs, ttftMs, ttftColdMs, ttfoMs, e2eMs, tailMs, connectMs, lagMs])('%o', (metric) => {
    expect(metric(nothing)).toBeUndefined()
    const { connection: _, ...unknown } = nothing
    expect(metric(unknown)).toBeUndefined()
  })
})

test('stamps in an impossible order give no metric', () => {
  expect(ttfbMs({ ...warm, timeline: { ...timeline, firstByte: 1050 } })).toBeUndefined()
})

test('a timer that fires early is no negative lag', () => {
  expect(lagMs({ ...warm, timeline: { ...timeline, due: 1102 } })).toBe(0)
})

test('differences are whole microseconds', () => {
  expect(ttftMs({ ...warm, timeline: { ...timeline, sent: 0.1, firstToken: 0.3 } })).toBe(0.2)
})

test.each([
  ['a name, TLS', {}, { dnsMs: 10, tcpMs: 30, tlsMs: 60 }],
  ['an IP address', { dns: undefined }, { dnsMs: undefined, tcpMs: 40, tlsMs: 60 }],
  ['plain HTTP', { tls: undefined }, { dnsMs: 10, tcpMs: 30, tlsMs: undefined }],
])('phases of dialling %s', (_, missing, phases) => {
  const reached = Object.fromEntries(
    Object.entries({ ...timeline, ...missing }).filter(([, stamp]) => stamp !== undefined),
  )
  expect(
    dialPhases({
      timeline: { due: 0, started: 0, end: 0, ...reached },
      ending: { type: 'complete' },
      connection: { reused: false },
    }),
  ).toEqual(phases)
})
