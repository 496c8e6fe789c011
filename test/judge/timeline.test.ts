import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Observation } from '../../src/core/observation.ts'
import { judge } from '../../src/judge/judge.ts'
import { answer, cell, end, journal, refusal, rounds, session } from './journal.ts'

const c1 = cell('c1')
const c2 = cell('c2', { relay: 'beta' })

/** A probe that was sent at that moment of its session. */
const sentAt = (round: number, ms: number, ttft = 200, of = c1, number = 1) =>
  answer(round, of, ttft, {
    session: number,
    timeline: { due: ms, started: ms, sent: ms, firstToken: ms + ttft, lastToken: ms + ttft, end: ms + ttft },
  })

const timelineOf = (...records: readonly Observation[]) =>
  judge(journal(rounds(50, c1, c2), session(), records, end())).timeline ?? []

test('counts probes by when they were sent, and failures by class', () => {
  const [first] = timelineOf(
    sentAt(1, 0, 100),
    sentAt(2, 249, 300),
    refusal(3, c1, 502, 'gone', { timeline: { due: 600, started: 600, sent: 600 } }),
    sentAt(1, 100, 50, c2),
  )
  expect(first?.binMs).toBe(250)
  expect(first?.relays.map(({ relay }) => relay)).toEqual(['acme', 'beta'])
  const [inFirst, inThird] = first?.relays[0]?.bins ?? []
  expect(inFirst).toMatchObject({ at: 0, n: 2, failures: {} })
  expect(Math.abs((inFirst?.ttftP50Ms ?? 0) / 100 - 1)).toBeLessThan(0.0101)
  expect(inThird).toEqual({ at: 2, n: 1, failures: { upstream: 1 }, ttftP50Ms: null, e2eP50Ms: null })
})

test('a session never has more than 60 bins; every counted probe is in one; the order of records changes nothing', () => {
  const moments = fc.array(fc.integer({ min: 0, max: 4_000_000 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(moments, fc.boolean(), (sent, reversed) => {
      const probes = sent.map((ms, i) => sentAt(i + 1, ms, 100 + i))
      const timeline = timelineOf(...(reversed ? probes.toReversed() : probes))
      expect(timeline).toEqual(timelineOf(...probes))
      const bins = timeline[0]?.relays[0]?.bins ?? []
      expect(bins.reduce((sum, { n }) => sum + n, 0)).toBe(sent.length)
      expect(Math.max(...bins.map(({ at }) => at))).toBeLessThan(60)
    }),
  )
})

test('sessions stand apart, as their clocks do', () => {
  const later = { ...session(2), startedAt: '2026-05-05T03:02:01.000Z' }
  const report = judge(
    journal(
      rounds(50, c1),
      session(),
      [sentAt(1, 0)],
      later,
      [sentAt(2, 90_000, 100, c1, 2)],
      end('finished', 2),
    ),
  )
  expect(
    report.timeline?.map(({ session: number, startedAt, binMs }) => ({ number, startedAt, binMs })),
  ).toEqual([
    { number: 1, startedAt: '2026-05-04T03:02:01.000Z', binMs: 250 },
    { number: 2, startedAt: '2026-05-05T03:02:01.000Z', binMs: 2000 },
  ])
})
