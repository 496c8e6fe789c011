import { describe, expect, test } from 'vitest'
import type { JournalRecord } from '../../src/core/journal.ts'
import type { Observation } from '../../src/core/observation.ts'
import type { Plan } from '../../src/core/plan.ts'
import { judge } from '../../src/judge/judge.ts'
import {
  answer,
  cell,
  end,
  header,
  journal,
  type ObservationChanges,
  plan,
  session,
  usage,
} from './journal.ts'

const acme = cell('c1')

/** Sent at so many ms, answered for so long; its 20 tokens come in four equal reads, the last at the end. */
function asked(round: number, sent: number, lasts: number, over: ObservationChanges = {}): Observation {
  const plain = answer(round, acme, 200, { probeId: `r${round}.c1`, reply: usage(5, 20), ...over })
  const quarter = (lasts * 1000) / 4
  return {
    ...plain,
    timeline: {
      ...plain.timeline,
      due: sent,
      started: sent,
      sent,
      lastToken: sent + lasts,
      end: sent + lasts,
    },
    stream: { ...plain.stream, tokenReadsUs: [quarter, quarter, quarter, quarter] },
  }
}

const windowOf = (
  observations: readonly Observation[],
  load: Partial<Plan['load']> = {},
  more: readonly JournalRecord[] = [],
) => {
  const head = header([acme], {
    plan: plan([acme], { load: { rounds: 50, warmupRounds: 0, concurrency: { acme: 2 }, ...load } }),
  })
  const [entry] = judge(journal(head, session(), observations, end(), more)).load
  return entry?.window
}

/** Two lanes, an answer of 400 ms after the other, the second lane 200 ms behind. */
const steady = (count: number, from = 0): Observation[] =>
  Array.from({ length: count }, (_, i) => asked(i + 1, from + i * 200, 400))

describe('a closed loop', () => {
  test('rates are those of the window after the opening wave, up to the last send', () => {
    const window = windowOf(steady(50))
    // The second is sent at 200: the wave ends with its bin of 10 ms; the last is sent at 9,800.
    expect(window).toMatchObject({ ms: 9_590, openingWave: 2, warmup: 0, sent: 47, meanInFlight: 2 })
    expect(window?.sentPerSecond).toBeCloseTo(47 / 9.59, 3)
    // Answers end at 400, 600, … 9,600 within it; the one of 9,800 falls on its far edge.
    expect(window?.answersPerSecond).toBeCloseTo(47 / 9.59, 3)
    expect(window).toMatchObject({ steady: true })
    expect(Math.abs((window?.littleRatio ?? 0) - 1)).toBeLessThan(0.03)
  })

  test('tokens are credited when they came, not when their answer ended', () => {
    // One long answer: three quarters of its tokens come in the window, and it ends after it.
    const long = asked(11, 2_000, 4_000)
    const window = windowOf([...steady(10), long, asked(12, 5_500, 100)])
    const before = windowOf([...steady(10), asked(12, 5_500, 100)])
    const tokens = (found: typeof window): number =>
      ((found?.outputTokensPerSecond ?? 0) * (found?.ms ?? 0)) / 1000
    expect(tokens(window) - tokens(before)).toBeCloseTo(15, 1)
  })

  test('no usage, no token rate; warm-up is stated and is part of the opening wave', () => {
    const silent = steady(20).map((each) => {
      const { usage: _usage, ...reply } = each.reply
      return { ...each, reply }
    })
    expect(windowOf(silent)?.outputTokensPerSecond).toBeNull()
    const warm = steady(2).map((each) => ({ ...each, probeId: `w${each.probeId}`, warmup: true }))
    expect(windowOf([...warm, ...steady(20, 400)])).toMatchObject({ warmup: 2, openingWave: 0 })
  })

  test('too short for a window: none', () => {
    expect(windowOf(steady(2))).toBeNull()
    expect(windowOf([])).toBeNull()
  })

  test('few requests: rates, but no word on steadiness', () => {
    expect(windowOf(steady(11))).toMatchObject({ littleRatio: null, steady: null })
  })

  test('sessions have windows of their own, summed up', () => {
    const again = steady(50).map((each, i) => ({ ...each, probeId: `r${i + 51}.c1`, session: 2 }))
    const one = windowOf(steady(50))
    const both = windowOf([...steady(50), ...again])
    expect(both).toMatchObject({ ...one, ms: 2 * (one?.ms ?? 0), openingWave: 4, sent: 94 })
  })
})

describe('an open loop', () => {
  const open = { shape: { type: 'open', perSecond: 20, arrivals: 'constant' } as const }

  test('the window begins with the first answer', () => {
    const all = Array.from({ length: 100 }, (_, i) => asked(i + 1, i * 50, 300))
    expect(windowOf(all, open)).toMatchObject({ openingWave: 6, steady: true, meanInFlight: 6 })
  })

  test('a relay whose answers take longer and longer was never steady', () => {
    const all = Array.from({ length: 100 }, (_, i) => asked(i + 1, i * 50, 100 + i * 10))
    const window = windowOf(all, open)
    expect(window?.steady).toBe(false)
    expect(window?.littleRatio).toBeLessThan(0.9)
  })

  test('the order of the journal does not matter', () => {
    const all = Array.from({ length: 60 }, (_, i) => asked(i + 1, i * 50, 100 + ((i * 37) % 90)))
    expect(JSON.stringify(windowOf(all.toReversed(), open))).toBe(JSON.stringify(windowOf(all, open)))
  })
})
