import { describe, expect, test } from 'vitest'
import { type Policy, usualPolicy } from '../../../src/core/policy.ts'
import { rehearse } from '../../../src/judge/failover/failover.ts'
import { Caller } from '../../../src/judge/failover/replay.ts'
import { samplesOf } from '../../../src/judge/failover/samples.ts'
import { bestOf } from '../../../src/judge/failover/search.ts'
import type { Sample } from '../../../src/metrics/call-sample.ts'
import { type Seen, underPolicy } from '../../../src/metrics/under-policy.ts'
import { failoverSchema } from '../../../src/schema/failover.ts'
import { randomFor } from '../../../src/sim/random.ts'
import { designEffect, predictQuantile, predictShare } from '../../../src/statistics/prediction.ts'
import {
  answer,
  cell,
  dnsFailure,
  end,
  header,
  journal,
  plan,
  refusal,
  session,
  silence,
} from '../journal.ts'
import { recordedRun, roundsIn } from './virtual.ts'

const sample: Sample = {
  ...{
    round: 1,
    session: 1,
    atMs: 0,
    outcome: 'ok',
    status: 200,
    connectMs: 40,
    firstMs: 500,
    silences: [],
    totalMs: 4_000,
  },
  costUsd: 0.001,
}
const failed = (outcome: Sample['outcome'], status: number | undefined, firstMs?: number): Sample => ({
  ...{ ...sample, outcome, status, firstMs, totalMs: 800 },
})
const policy = (over: Partial<Policy> = {}): Policy => ({ ...usualPolicy, ...over })

describe('what a caller sees of a request', () => {
  test.each([
    ['a good answer', sample, {}, { ok: true, firstMs: 500, totalMs: 4_000 }],
    [
      'cut while connecting',
      sample,
      { connectMs: 30 },
      { ok: false, mayRetry: true, cut: 'connect', tookMs: 30 },
    ],
    [
      'cut before the first token',
      sample,
      { firstTokenMs: 300 },
      { ok: false, mayRetry: true, cut: 'first-token', tookMs: 340 },
    ],
    [
      'cut in the middle',
      sample,
      { totalMs: 3_000 },
      { ok: false, mayRetry: false, cut: 'total', tookMs: 3_000 },
    ],
    [
      'cut by silence',
      { ...sample, silences: [{ fromMs: 1_000, ms: 2_500 }] },
      { idleMs: 2_000 },
      { ok: false, mayRetry: false, cut: 'idle', tookMs: 3_000 },
    ],
    ['a 502', failed('upstream', 502), {}, { ok: false, mayRetry: true, tookMs: 800 }],
    ['a refused key', failed('auth', 401), {}, { ok: false, mayRetry: false }],
    ['no connection', failed('tcp', undefined), {}, { ok: false, mayRetry: true }],
    ['broken off after the first token', failed('truncated', 200, 300), {}, { ok: false, mayRetry: false }],
    ['broken off before it', failed('truncated', 200), {}, { ok: false, mayRetry: true }],
    ['an error inside a 200', failed('error-in-200', 200), {}, { ok: false, mayRetry: false }],
  ] as const)('%s', (_, seen, over, expected) => {
    expect(underPolicy(seen as Sample, policy(over))).toMatchObject(expected)
  })
})

const good = (firstMs: number): Seen => ({ ok: true, firstMs, totalMs: firstMs + 1_000, costUsd: 1 })
const bad = (tookMs = 100, mayRetry = true): Seen => ({ ok: false, mayRetry, tookMs, costUsd: 0.5 })

describe('a caller', () => {
  /** Serves requests a second apart; answers come from lists by relay, the last one again and again. */
  function serve(
    requests: number,
    lists: Readonly<Record<string, readonly Seen[]>>,
    over: Partial<Policy> = {},
    gapMs = 1_000,
  ) {
    const caller = new Caller(Object.keys(lists), policy(over))
    const made: string[] = []
    const left = Object.fromEntries(Object.entries(lists).map(([name, all]) => [name, [...all]]))
    const served = Array.from({ length: requests }, (_, i) =>
      caller.serve(i * gapMs, (relay, atMs) => {
        made.push(`${relay}@${atMs}`)
        const own = left[relay] ?? []
        return own.length > 1 ? own.shift() : own[0]
      }),
    )
    return { served, made }
  }

  test('waits longer each time, and is served by the backup after the last attempt', () => {
    const { served, made } = serve(
      1,
      { a: [bad()], b: [good(300)] },
      { trip: { failures: 9, cooldownMs: 1 } },
    )
    expect(made).toEqual(['a@0', 'a@1100', 'a@3200', 'b@3300'])
    expect(served[0]).toEqual({
      ok: true,
      firstMs: 3_600,
      totalMs: 4_600,
      costUsd: 2.5,
      attempts: 4,
      by: 'b',
      cuts: [],
    })
  })

  test('gives up what is not worth another attempt', () => {
    const { served, made } = serve(1, { a: [bad(100, false)], b: [good(300)] })
    expect(made).toEqual(['a@0'])
    expect(served[0]).toMatchObject({ ok: false, by: null, firstMs: null })
  })

  test('leaves a relay alone after failures in a row, and comes back after the cooldown', () => {
    const { made } = serve(
      6,
      { a: [bad(), bad(), good(200)], b: [good(300)] },
      { attempts: 1, trip: { failures: 2, cooldownMs: 2_500 } },
    )
    expect(made).toEqual(['a@0', 'b@100', 'a@1000', 'b@1100', 'b@2000', 'b@3000', 'a@4000', 'a@5000'])
  })

  test('asks when all are left alone: there is nothing to lose', () => {
    const { made } = serve(2, { a: [bad()] }, { attempts: 1, trip: { failures: 1, cooldownMs: 60_000 } })
    expect(made).toEqual(['a@0', 'a@1000'])
  })

  test('hedged, the first that begins wins, and both are paid for', () => {
    const hedge = { hedgeMs: 400 }
    expect(serve(1, { a: [good(2_000)], b: [good(300)] }, hedge).served[0]).toMatchObject({
      by: 'b',
      firstMs: 700,
      costUsd: 2,
    })
    expect(serve(1, { a: [good(500)], b: [good(300)] }, hedge).served[0]).toMatchObject({
      by: 'a',
      firstMs: 500,
      costUsd: 2,
    })
    expect(serve(1, { a: [good(300)], b: [good(1)] }, hedge).served[0]).toMatchObject({
      by: 'a',
      firstMs: 300,
      costUsd: 1,
    })
  })
})

describe('a rehearsal of a journal', () => {
  const cells = [cell('c1'), cell('c2', { relay: 'beta' })]
  const about = header(cells, {
    plan: plan(cells, { load: { rounds: 40, warmupRounds: 0, concurrency: {} } }),
  })
  const at = (round: number) => ({
    timeline: {
      due: round * 2000,
      started: round * 2000,
      sent: round * 2000,
      firstToken: round * 2000 + 200,
      lastToken: round * 2000 + 300,
      end: round * 2000 + 310,
    },
  })
  const failedAt = (round: number) => ({
    timeline: { due: round * 2000, started: round * 2000, end: round * 2000 + 100 },
  })
  /** The primary fails in rounds 10 … 19, the backup in 15 … 24. */
  const records = journal(
    about,
    session(),
    Array.from({ length: 40 }, (_, i) => i + 1).flatMap((round) => [
      round >= 10 && round < 20
        ? refusal(round, cells[0] as never, 502, 'gone', failedAt(round))
        : answer(round, cells[0] as never, 200, at(round)),
      round >= 15 && round < 25
        ? silence(round, cells[1] as never, dnsFailure, failedAt(round))
        : answer(round, cells[1] as never, 200, at(round)),
    ]),
    end(),
  )
  const rehearsal = (over: Partial<Parameters<typeof rehearse>[2]> = {}) =>
    rehearse(records, about, {
      ...{ version: 'test', relays: ['acme', 'beta'], search: false },
      policy: policy({ attempts: 1, trip: { failures: 99, cooldownMs: 1 } }),
      ...over,
    }).map((each) => failoverSchema.parse(JSON.parse(JSON.stringify(each))))

  test('counts outages that both had: five rounds in which nobody answered', () => {
    const [found] = rehearsal()
    expect(found?.chain.result).toMatchObject({ requests: 40, ok: 35, by: { acme: 30, beta: 5, '': 5 } })
    expect(found?.alone.map(({ relays, result }) => [relays[0], result.ok])).toEqual([
      ['acme', 30],
      ['beta', 30],
    ])
    expect(found?.together).toEqual({ rounds: 40, both: 5, expected: 2.5 })
    expect(found?.medianSpacingMs).toBe(2000)
  })

  test('warm-up, replaced attempts and our own faults are not in it', () => {
    const c1 = cells[0] as never
    const { series } = samplesOf(
      journal(about, session(), [
        answer(1, c1, 200, { warmup: true }),
        refusal(2, c1, 400, 'no such field', { retry: 'max_tokens' }),
        silence(3, c1, { type: 'cancelled' }),
        answer(4, c1),
      ]),
    )
    expect([...(series.values().next().value?.get('acme')?.keys() ?? [])]).toEqual([4])
  })

  test('what it is asked about must be there', () => {
    expect(() => rehearsal({ relays: ['nobody'] })).toThrow('no relay nobody')
    expect(() => rehearsal({ model: 'none' })).toThrow('no model none')
  })

  test('a search judges what it chose on rounds that it did not choose by', () => {
    const world = {
      seed: 5,
      lengthMs: 2_400_000,
      spacingMs: 4_000,
      failureShare: 0.05,
      own: { upMs: 240_000, downMs: 20_000 },
    }
    const rounds = roundsIn(world)
    const { candidate, search } = bestOf(recordedRun(world), rounds, usualPolicy)
    expect(candidate.relays).toHaveLength(2)
    expect(search.trainRounds).toBe(300)
    expect(search.heldOut.requests).toBe(300)
    expect(search.tried).toBe(8)
  })

  test('a primary that needed no backup gets the one that is best alone', () => {
    const always = (change: Partial<Sample>) =>
      new Map([1, 2, 3, 4].map((round) => [round, { ...sample, ...change, round, atMs: 4_000 * round }]))
    const series = new Map([
      ['down', always({ outcome: 'upstream', status: 502, firstMs: undefined })],
      ['quick', always({ firstMs: 100 })],
      ['slow', always({ firstMs: 900 })],
    ])
    expect(bestOf(series, [1, 2, 3, 4], usualPolicy).candidate.relays).toEqual(['quick', 'slow'])
  })
})

describe('predictions', () => {
  test('independent requests have a small design effect, outages of ten one of ten or more', () => {
    const random = randomFor(3, 0, 'latency')
    const alone = Array.from({ length: 4_000 }, () => (random.unit() < 0.1 ? 1 : 0))
    const inTens = Array.from({ length: 400 }, () =>
      Array<number>(10).fill(random.unit() < 0.1 ? 1 : 0),
    ).flat()
    expect(designEffect(alone)).toBeLessThan(4)
    expect(designEffect(inTens)).toBeGreaterThan(9)
    expect(designEffect(Array<number>(50).fill(0))).toBe(1)
  })

  test('a share is predicted more widely than it is known, and more so with outages', () => {
    const [low, high] = predictShare(95, 100, { requests: 100, effect: 1 })
    expect(low).toBeLessThan(0.9)
    expect(high).toBeGreaterThan(0.98)
    expect(predictShare(95, 100, { requests: 100, effect: 10 })[0]).toBeLessThan(low ?? 0)
    expect(predictShare(100, 100, { requests: 100, effect: 1 })[1]).toBe(1)
    expect(predictShare(95, 100, { requests: 10, effect: 1 })[0]).toBeLessThan(low ?? 0)
  })

  test('of a quantile an end is null where nothing that was seen bounds it', () => {
    const sorted = Array.from({ length: 100 }, (_, i) => i + 1)
    expect(predictQuantile(sorted, 0.5, { requests: 100, effect: 1 })[0]).toBeGreaterThan(30)
    expect(predictQuantile(sorted, 0.99, { requests: 100, effect: 1 })[1]).toBeNull()
  })
})
