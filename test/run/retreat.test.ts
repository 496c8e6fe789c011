import { describe, expect, test } from 'vitest'
import { type Answer, after, refusing, withRelay } from './relay.ts'
import { classOf, runProfile } from './run-profile.ts'

const refusal = (field: string) =>
  refusing(400, {
    message: `Unsupported parameter: '${field}' is not supported with this model.`,
    type: 'invalid_request_error',
    param: field,
    code: 'unsupported_parameter',
  })

/** Refuses every request that has the field. */
const without =
  (field: string): Answer =>
  (arrival, response) =>
    (field in arrival.body ? refusal(field) : after())(arrival, response)

const load = { requests: 5, concurrency: 1, warmup: 0 }

describe('a field that a relay refuses', () => {
  test.each([
    ['stream_options', 'demo-mini', {}, 'without:stream_options'],
    ['max_tokens', 'demo-mini', {}, 'rename:max_tokens'],
    ['max_completion_tokens', 'gpt-5.6-sol', { reasoning_effort: 'default' }, 'rename:max_tokens'],
    ['reasoning_effort', 'gpt-5.6-sol', {}, 'without:reasoning_effort'],
    ['temperature', 'demo-mini', { temperature: 0.2 }, 'without:temperature'],
  ])(
    '%s of %s: a second attempt does without, and the rest of the run too',
    async (field, model, workload, made) => {
      await withRelay(without(field), async ({ url, probes }) => {
        const { observations, report } = await runProfile({
          relays: [{ name: 'a', base_url: url }],
          models: [model],
          workload,
          load,
        })
        expect(observations.map(classOf)).toEqual(['bad-request', 'ok', 'ok', 'ok', 'ok', 'ok'])
        expect(observations.map(({ attempt }) => attempt)).toEqual([1, 2, 1, 1, 1, 1])
        expect(observations.map(({ retry }) => retry)).toEqual([made, ...Array(5).fill(undefined)])
        expect(observations.map(({ adjustments }) => adjustments)).toEqual([[], ...Array(5).fill([made])])
        expect(new Set(observations.slice(0, 2).map(({ probeId }) => probeId)).size).toBe(1)
        expect(probes().map(({ body }) => field in body)).toEqual([true, ...Array(5).fill(false)])
        expect(report.cells).toMatchObject([{ sent: 5, ok: 5, adjustments: [made], outcomes: { ok: 5 } }])
      })
    },
  )

  test('is learned for each model apart', async () => {
    await withRelay(without('stream_options'), async ({ url, probes }) => {
      const { report } = await runProfile({
        relays: [{ name: 'a', base_url: url }],
        models: ['demo-mini', 'demo-pro'],
        load,
      })
      const refused = probes().filter(({ body }) => 'stream_options' in body)
      expect(refused.map(({ body }) => body['model']).toSorted()).toEqual(['demo-mini', 'demo-pro'])
      expect(report.cells.map(({ ok }) => ok)).toEqual([5, 5])
    })
  })

  test('may be one of several: each costs one attempt', async () => {
    const fields = ['stream_options', 'temperature', 'max_tokens', 'top_p']
    const answer: Answer = (arrival, response) => {
      const field = fields.find((name) => name in arrival.body)
      return (field === undefined ? after() : refusal(field))(arrival, response)
    }
    await withRelay(answer, async ({ url, probes }) => {
      const { observations, report } = await runProfile({
        relays: [{ name: 'a', base_url: url }],
        models: ['demo-mini'],
        workload: { temperature: 0.2, top_p: 0.9 },
        load,
      })
      expect(observations.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 1, 1, 1, 1])
      expect(probes().length).toBe(9)
      expect(report.cells[0]?.adjustments.toSorted()).toEqual([
        'rename:max_tokens',
        'without:stream_options',
        'without:temperature',
        'without:top_p',
      ])
    })
  })

  test('in the words of xAI: the model is there, the parameter is not', async () => {
    const answer: Answer = (arrival, response) =>
      ('reasoning_effort' in arrival.body
        ? refusing(400, { message: 'Model grok-4.5 does not support parameter reasoningEffort.' })
        : after())(arrival, response)
    await withRelay(answer, async ({ url }) => {
      const { observations } = await runProfile({
        relays: [{ name: 'a', base_url: url }],
        models: ['grok-4.5'],
        load: { ...load, requests: 2 },
      })
      expect(observations.map(classOf)).toEqual(['bad-request', 'ok', 'ok'])
    })
  })
})

test('a refusal that has nothing to do with fields is not tried again', async () => {
  await withRelay(
    refusing(400, { message: 'The prompt is too long.', code: 'context_length_exceeded' }),
    async ({ url, probes }) => {
      const { observations } = await runProfile({
        relays: [{ name: 'a', base_url: url }],
        models: ['demo-mini'],
        load,
      })
      expect(observations.map(classOf)).toEqual(Array(5).fill('bad-request'))
      expect(observations.every(({ retry, attempt }) => retry === undefined && attempt === 1)).toBe(true)
      expect(probes().length).toBe(5)
    },
  )
})

test('a relay that refuses whatever is sent is not asked for ever', async () => {
  await withRelay(refusing(400, { message: 'unsupported parameter' }), async ({ url, probes }) => {
    const { observations } = await runProfile({
      relays: [{ name: 'a', base_url: url }],
      models: ['gpt-5.6-sol'],
      workload: { temperature: 0.2, top_p: 0.9 },
      load: { ...load, requests: 2 },
    })
    expect(probes().length).toBeLessThanOrEqual(8)
    expect(observations.filter(({ retry }) => retry === undefined).length).toBe(2)
  })
})

describe('a kept connection that the relay drops', () => {
  test('costs a second attempt on a fresh one, and no failure', async () => {
    let asked = 0
    const answer: Answer = (arrival, response) => {
      if (asked++ === 2) return void response.socket?.destroy()
      return after()(arrival, response)
    }
    await withRelay(answer, async ({ url }) => {
      const { observations, report } = await runProfile({
        relays: [{ name: 'a', base_url: url }],
        models: ['demo-mini'],
        load,
      })
      expect(observations.map(classOf)).toEqual(['ok', 'ok', 'stale-connection', 'ok', 'ok', 'ok'])
      expect(observations.map(({ retry }) => retry ?? null)).toEqual([
        ...[null, null, 'stale-connection', null, null, null],
      ])
      expect(observations.map(({ connection }) => connection?.reused)).toEqual([
        ...[true, true, true, false, true, true],
      ])
      expect(report.cells).toMatchObject([
        { sent: 5, ok: 5, outcomes: { ok: 5 }, availability: { value: 1 } },
      ])
    })
  })

  test('a relay that drops every request is not excused: the fresh connection has no kept one to blame', async () => {
    const drop: Answer = (_arrival, response) => void response.socket?.destroy()
    await withRelay(drop, async ({ url }) => {
      const { observations, report } = await runProfile({
        relays: [{ name: 'a', base_url: url }],
        models: ['demo-mini'],
        load: { ...load, requests: 3 },
      })
      expect(observations.map(classOf)).toEqual([
        ...['stale-connection', 'connection-lost', 'connection-lost', 'connection-lost'],
      ])
      expect(report.cells).toMatchObject([{ sent: 3, ok: 0, outcomes: { 'connection-lost': 3 } }])
    })
  })
})
