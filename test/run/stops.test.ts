import { describe, expect, test } from 'vitest'
import type { OutcomeClass } from '../../src/metrics/outcomes.ts'
import { StopRules } from '../../src/run/stop-rules.ts'
import { type Answer, after, refusing, withRelay } from './relay.ts'
import { classOf, observationsOf, runProfile } from './run-profile.ts'

const load = { requests: 10, concurrency: 1, warmup: 0 }

describe('a relay is given up', () => {
  test.each([
    ['auth', 2, refusing(401, { message: 'Invalid token', code: 'invalid_api_key' })],
    ['quota', 2, refusing(403, { message: '用户额度不足', code: 'insufficient_user_quota' })],
    ['wrong-path', 3, refusing(404, { message: 'Invalid URL (POST /chat/completions)' })],
  ] as const)('after %s %i times, and the others go on', async (reason, times, answer) => {
    await withRelay(answer, async (bad) => {
      await withRelay(after(), async (good) => {
        const run = await runProfile({
          relays: [
            { name: 'bad', base_url: bad.url },
            { name: 'good', base_url: good.url },
          ],
          models: ['demo-mini'],
          load,
        })
        expect(bad.probes().length).toBe(times)
        expect(observationsOf(run, 'bad').map(classOf)).toEqual(Array(times).fill(reason))
        expect(observationsOf(run, 'good').map(classOf)).toEqual(Array(10).fill('ok'))
        expect(run.stops).toMatchObject([
          { relay: 'bad', reason, probeId: observationsOf(run, 'bad').at(-1)?.probeId, session: 1 },
        ])
        expect(run.report.relays.map(({ stopped }) => stopped?.outcome ?? null)).toEqual([reason, null])
      })
    })
  })

  test('once, whatever its workers still had in flight', async () => {
    const slowlyRefusing = refusing(401, { message: 'no', code: 'invalid_api_key' })
    await withRelay(slowlyRefusing, async ({ url, probes }) => {
      const { stops } = await runProfile({
        relays: [{ name: 'a', base_url: url }],
        models: ['demo-mini'],
        load: { ...load, concurrency: 4 },
      })
      expect(stops.length).toBe(1)
      expect(probes().length).toBeLessThanOrEqual(5)
    })
  })
})

describe('a relay goes on', () => {
  test('though it lacks a model', async () => {
    const missing = refusing(404, { message: 'The model `x` does not exist', code: 'model_not_found' })
    await withRelay(
      (arrival, response) =>
        arrival.body['model'] === 'demo-pro' ? missing(arrival, response) : after()(arrival, response),
      async ({ url }) => {
        const { report, stops } = await runProfile({
          relays: [{ name: 'a', base_url: url }],
          models: ['demo-mini', 'demo-pro'],
          load,
        })
        expect(stops).toEqual([])
        expect(report.cells.map(({ ok, outcomes }) => [ok, outcomes])).toEqual([
          [10, { ok: 10 }],
          [0, { 'model-unavailable': 10 }],
        ])
        expect(report.models.map(({ model, state }) => [model, state])).toEqual([
          ['demo-mini', 'works'],
          ['demo-pro', 'absent'],
        ])
      },
    )
  })

  test('though every other answer is a refusal of the key', async () => {
    let asked = 0
    const refuse = refusing(401, { message: 'no', code: 'invalid_api_key' })
    await withRelay(
      (arrival, response) => (asked++ % 2 ? refuse(arrival, response) : after()(arrival, response)),
      async ({ url, probes }) => {
        const { stops } = await runProfile({
          relays: [{ name: 'a', base_url: url }],
          models: ['demo-mini'],
          load,
        })
        expect(stops).toEqual([])
        expect(probes().length).toBe(10)
      },
    )
  })
})

test.each<readonly [readonly OutcomeClass[], OutcomeClass | undefined]>([
  [['auth', 'auth'], 'auth'],
  [['auth', 'ok', 'auth'], undefined],
  [['auth', 'quota', 'auth', 'quota'], undefined],
  [['tcp', 'tcp', 'tcp', 'tcp'], undefined],
  [['tcp', 'tcp', 'tcp', 'tcp', 'tcp'], 'tcp'],
  [['timeout-connect', 'timeout-connect', 'timeout-connect'], 'timeout-connect'],
  [Array(50).fill('rate-limited'), undefined],
  [Array(50).fill('upstream'), undefined],
  [Array(50).fill('model-unavailable'), undefined],
])('%j → %s', (outcomes, expected) => {
  const rules = new StopRules()
  expect(outcomes.map((outcome) => rules.next(outcome)).at(-1)).toBe(expected)
})

describe('a run that is told to stop', () => {
  const profile = (url: string) => ({
    relays: [{ name: 'a', base_url: url }],
    models: ['demo-mini'],
    load: { requests: 50, concurrency: 2, warmup: 0 },
  })

  test('sends nothing new and lets finish what is in flight', async () => {
    await withRelay(after(60), async ({ url, probes }) => {
      const stop = new AbortController()
      const { observations, records } = await runProfile(profile(url), {
        stop: stop.signal,
        onRecord: ({ type }) => type === 'observation' && stop.abort(),
      })
      expect(observations.map(classOf)).toEqual(Array(probes().length).fill('ok'))
      expect(observations.length).toBeLessThanOrEqual(4)
      expect(records.at(-1)).toMatchObject({ type: 'end', how: 'interrupted' })
    })
  })

  test('at once breaks off what is in flight and says so', async () => {
    const abort = new AbortController()
    let asked = 0
    const silent: Answer = () => {
      if (++asked === 2) abort.abort()
    }
    await withRelay(silent, async ({ url }) => {
      const { observations, records } = await runProfile(profile(url), { abort: abort.signal })
      expect(observations.map(classOf)).toEqual(['cancelled', 'cancelled'])
      expect(records.at(-1)).toMatchObject({ type: 'end', how: 'interrupted' })
    })
  })

  test('by a journal that cannot be written sends nothing more and fails with its error', async () => {
    await withRelay(after(), async ({ url, probes }) => {
      const full = new Error('disk full')
      const running = runProfile(profile(url), {
        onRecord: ({ type }) => {
          if (type === 'observation') throw full
        },
      })
      await expect(running).rejects.toBe(full)
      expect(probes().length).toBeLessThanOrEqual(2)
    })
  })
})
