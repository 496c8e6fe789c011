import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { localMinuteOfDay, now } from '../../src/core/clock.ts'
import type { Observation } from '../../src/core/observation.ts'
import { Pacer, seedFor } from '../../src/run/pacer.ts'
import { inQuietHours } from '../../src/run/quiet-hours.ts'
import { latch } from '../latch.ts'
import { type Answer, type Arrival, after, refusing, sendJson, withRelay } from './relay.ts'
import { classOf, runProfile } from './run-profile.ts'

const models = ['demo-mini']

/** Nothing is sent before its turn, whatever is late: the nth request comes n intervals after the start or later. */
function expectPaced(arrivals: readonly Arrival[], begunAt: number, intervalMs: number): void {
  const sinceStart = arrivals.map(({ at }) => at - begunAt)
  for (const [n, ms] of sinceStart.entries()) expect(ms).toBeGreaterThanOrEqual(n * intervalMs)
}

describe('a rate limit of the profile', () => {
  test.each([
    ['rps', { rps: 20 }, 50],
    ['rpm', { rpm: 1_500 }, 40],
    ['the stricter of both', { rps: 100, rpm: 1_500 }, 40],
  ])(
    '%s is kept, as the relay sees it, by the listing and probes together',
    async (_what, limits, intervalMs) => {
      await withRelay(after(), async ({ url, arrivals }) => {
        const begunAt = now()
        await runProfile({
          relays: [{ name: 'a', base_url: url, limits }],
          models,
          load: { requests: 8, concurrency: 4, warmup: 0 },
        })
        // One listing, whatever the number of workers.
        expect(arrivals.length).toBe(9)
        expectPaced(arrivals, begunAt, intervalMs)
      })
    },
  )

  test('a limit of one relay is not one of another, and the profile limits those that state none', async () => {
    await withRelay(after(), async (slow) => {
      await withRelay(after(), async (other) => {
        const begunAt = now()
        await runProfile({
          relays: [
            { name: 'slow', base_url: slow.url, limits: { rps: 10 } },
            { name: 'other', base_url: other.url },
          ],
          limits: { rps: 50 },
          models,
          load: { requests: 5, concurrency: 1, warmup: 0 },
        })
        expectPaced(slow.arrivals, begunAt, 100)
        expectPaced(other.arrivals, begunAt, 20)
        expect([slow, other].map(({ arrivals }) => arrivals.length)).toEqual([6, 6])
      })
    })
  })

  test('is no credit: after a silence two requests are still an interval apart', async () => {
    const pacer = new Pacer(40)
    pacer.reserve()
    await delay(130)
    const [first, second] = [pacer.reserve(), pacer.reserve()]
    expect(second - first).toBeGreaterThan(39.9)
  })
})

describe('Retry-After', () => {
  const limitedOnce = (headers: object, status = 429): Answer => {
    let asked = 0
    const limited = refusing(status, { message: 'Rate limit reached', code: 'rate_limit_exceeded' }, headers)
    return (arrival, response) => (asked++ === 0 ? limited(arrival, response) : after()(arrival, response))
  }

  test.each([
    ['seconds', { 'retry-after': '1' }, 429, 1_000],
    ['none: backing off', {}, 429, 1_000],
    ['seconds with a 503', { 'retry-after': '1' }, 503, 1_000],
  ])('%s: nothing is sent before', async (_what, headers, status, holdMs) => {
    await withRelay(limitedOnce(headers, status), async ({ url, probes }) => {
      const { observations } = await runProfile({
        relays: [{ name: 'a', base_url: url }],
        models,
        load: { requests: 3, concurrency: 1, warmup: 0 },
      })
      expect(observations.map(classOf)).toEqual(['rate-limited', 'ok', 'ok'])
      const [first = 0, second = 0] = probes().map(({ at }) => at)
      expect(second - first).toBeGreaterThanOrEqual(holdMs)
      // How long exactly is tested below; this says that it was not one of the longest holds.
      expect(second - first).toBeLessThan(holdMs + 30_000)
    })
  })

  test('a moment taken before the relay asked for a pause is given up', async () => {
    await withRelay(limitedOnce({ 'retry-after': '1' }), async ({ url }) => {
      const { observations } = await runProfile({
        relays: [{ name: 'a', base_url: url, limits: { rps: 20 } }],
        models,
        load: { requests: 4, concurrency: 4, warmup: 0 },
      })
      const askedAt =
        observations.find((each) => classOf(each) === 'rate-limited')?.timeline.end ?? Number.NaN
      const others = observations
        .filter((each) => classOf(each) === 'ok')
        .map(({ timeline }) => timeline.started)
      expect(others.length).toBe(3)
      // Some may have left already when the answer came; stamps are whole microseconds.
      expect(others.filter((at) => at > askedAt && at < askedAt + 999.99)).toEqual([])
    })
  })

  /** Gives the pacer an answer to learn from and expects this hold, counted from the moment when it learned. */
  function learned(pacer: Pacer, http: Observation['http'], holdMs: number): { before: number; at: number } {
    const before = now()
    pacer.learn({ ...(http && { http }) })
    const after = now()
    const at = pacer.reserve()
    expect(at).toBeGreaterThanOrEqual(before + holdMs)
    // All come back within a quarter of the pause, and within four seconds.
    expect(at).toBeLessThanOrEqual(Math.max(after + holdMs + Math.min(4_000, holdMs / 4), now()))
    return { before, at }
  }

  test.each([
    [undefined, 1_000],
    [0, 0],
    [2_500, 2_500],
    [3_600_000, 60_000],
  ])('of %s ms holds for %i ms', (retryAfterMs, expected) => {
    const pacer = new Pacer(0)
    const http = { status: 429, headers: {}, ...(retryAfterMs !== undefined && { retryAfterMs }) }
    const { before, at } = learned(pacer, http, expected)
    if (expected > 0) expect(pacer.allows(before)).toBe(false)
    expect(pacer.allows(at)).toBe(true)
  })

  test('backing off doubles while the relay goes on refusing, and begins anew after an answer', () => {
    const http = { status: 429, headers: {} }
    const pacer = new Pacer(0)
    for (const seconds of [1, 2, 4, 8, 16, 16]) learned(pacer, http, seconds * 1_000)
    const fresh = new Pacer(0)
    fresh.learn({ http })
    fresh.learn({ http: { status: 200, headers: {} } })
    learned(fresh, http, 1_000)
  })

  const limited = { http: { status: 429, headers: {}, retryAfterMs: 8_000 } }
  const comebacks = (intervalMs: number, seed: number): readonly number[] => {
    const pacer = new Pacer(intervalMs, seed)
    pacer.learn(limited)
    const until = pacer.reserve()
    // Differences of stamps carry the rounding of the stamps.
    return Array.from({ length: 8 }, () => Math.round((pacer.reserve() - until) * 1000) / 1000)
  }

  test('brings workers back one by one, not all at once', () => {
    expect(new Set(comebacks(0, 7).map(Math.round)).size).toBeGreaterThan(4)
  })

  test('brings them back alike for the same seed, and unlike for another', () => {
    expect(comebacks(0, 7)).toEqual(comebacks(0, 7))
    expect(comebacks(0, 7)).not.toEqual(comebacks(0, 8))
    expect(seedFor(5, 'a')).not.toBe(seedFor(5, 'b'))
  })

  test('keeps the rate while they come back', () => {
    const moments = comebacks(250, 7)
    for (const [i, at] of moments.entries()) expect(at).toBeGreaterThanOrEqual((i + 1) * 250)
  })
})

describe('a run bounded by time', () => {
  const load = { duration: '1.2s', concurrency: 2, warmup: 0 }

  test('sends nothing after it, and what is in flight finishes', async () => {
    await withRelay(after(30), async ({ url, probes }) => {
      const { plan, observations, report, records } = await runProfile({
        relays: [{ name: 'a', base_url: url }],
        models,
        load,
      })
      expect(plan.load.rounds).toBeUndefined()
      // It goes on until its time is up, and what is sent was due before: by its own clock.
      expect(probes().length).toBeGreaterThan(2)
      expect(Math.max(...observations.map(({ timeline }) => timeline.due))).toBeLessThanOrEqual(1_200)
      expect(observations.map(classOf)).toEqual(Array(probes().length).fill('ok'))
      expect(report.totals.planned).toBeNull()
      const end = records.at(-1)
      expect(end).toMatchObject({ type: 'end', how: 'finished' })
      expect(end).toHaveProperty(
        'atMs',
        expect.toSatisfy((ms: number) => ms >= 1_199.99 && ms < 20_000),
      )
    })
  })

  test('ends in time though a relay asks for a long pause', async () => {
    const limited = refusing(429, { message: 'slow down' }, { 'retry-after': '30' })
    await withRelay(limited, async ({ url, probes }) => {
      const begunAt = now()
      await runProfile({ relays: [{ name: 'a', base_url: url }], models, load })
      expect(now() - begunAt).toBeLessThan(29_000)
      expect(probes().length).toBeLessThanOrEqual(2)
    })
  })
})

test('a relay that is given up keeps no worker waiting', async () => {
  const refuse = refusing(429, { message: 'no', code: 'insufficient_quota' }, { 'retry-after': '30' })
  // All are in flight when the first is refused; a worker that then waits must hear of the second refusal.
  const allAsked = latch()
  let asked = 0
  const outOfMoney: Answer = async (arrival, response) => {
    const nth = ++asked
    if (nth === 3) allAsked.open()
    await allAsked.opened
    await delay(nth * 200)
    await refuse(arrival, response)
  }
  await withRelay(outOfMoney, async ({ url }) => {
    const begunAt = now()
    const { stops } = await runProfile({
      relays: [{ name: 'a', base_url: url }],
      models,
      load: { requests: 10, concurrency: 3, warmup: 0 },
    })
    expect(stops.map(({ reason }) => reason)).toEqual(['quota'])
    expect(now() - begunAt).toBeLessThan(29_000)
  })
})

describe('probe_policy', () => {
  test('allowed: false → not one connection', async () => {
    await withRelay(after(), async ({ url, connections }) => {
      const { plan, report, observations } = await runProfile({
        relays: [{ name: 'a', base_url: url, probe_policy: { allowed: false } }],
        models,
      })
      expect(connections()).toBe(0)
      expect(observations).toEqual([])
      expect(plan.skipped).toEqual([{ relay: 'a', reason: 'not-allowed' }])
      expect(report.relays[0]?.skipped).toEqual({ reason: 'not-allowed' })
    })
  })

  test('quiet hours → no probe, and the report says why', async () => {
    const clock = (minute: number): string => {
      const ofDay = (minute + 1_440) % 1_440
      return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`
    }
    const around = `${clock(localMinuteOfDay() - 5)}-${clock(localMinuteOfDay() + 5)}`
    await withRelay(after(), async ({ url, probes }) => {
      const { stops, report } = await runProfile({
        relays: [{ name: 'a', base_url: url, probe_policy: { quiet_hours: around } }],
        models,
        load: { requests: 2 },
      })
      expect(probes()).toEqual([])
      expect(stops.map(({ relay, reason }) => [relay, reason])).toEqual([['a', 'quiet-hours']])
      expect(report.relays[0]?.stopped?.outcome).toBe('quiet-hours')
    })
  })

  const at = (clock: string): number => {
    const [hour = 0, minute = 0] = clock.split(':').map(Number)
    return hour * 60 + minute
  }
  test.each([
    ['20:00-23:00', '19:59', false],
    ['20:00-23:00', '20:00', true],
    ['20:00-23:00', '22:59', true],
    ['20:00-23:00', '23:00', false],
    ['23:00-07:00', '22:59', false],
    ['23:00-07:00', '23:00', true],
    ['23:00-07:00', '00:00', true],
    ['23:00-07:00', '06:59', true],
    ['23:00-07:00', '07:00', false],
    ['23:00-07:00', '12:00', false],
    ['9:30-10:15', '09:30', true],
    ['9:30-10:15', '10:15', false],
    ['00:00-23:59', '23:58', true],
    ['08:00-08:00', '08:00', false],
    ['08:00-08:00', '12:00', false],
  ])('quiet hours %s at %s: %s', (hours, clock, quiet) => {
    expect(inQuietHours(hours, at(clock))).toBe(quiet)
  })
})

test('a relay without a key is asked for its listing and its status page, and for nothing else', async () => {
  const answer: Answer = (_arrival, response) => sendJson(response, 200, {})
  await withRelay(answer, async ({ url, arrivals }) => {
    const { plan, listings } = await runProfile({
      relays: [{ name: 'a', base_url: url, api_key_env: 'NO_SUCH_KEY' }],
      models,
    })
    expect(plan.skipped).toEqual([{ relay: 'a', reason: 'no-key', env: 'NO_SUCH_KEY' }])
    expect(arrivals.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/models',
      'GET /api/status',
    ])
    expect(listings).toMatchObject([{ models: ['demo-mini'], keyed: false }])
  })
})
