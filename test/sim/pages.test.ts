import { expect, test } from 'vitest'
import { ask, streaming, whole, withSim } from './client.ts'

const get = { method: 'GET' }

test('lists what it serves, or what it is told to list', async () => {
  const idsFor = async (settings: unknown) =>
    withSim(settings, async (sim) => {
      const listing = JSON.parse((await ask(sim, { ...get, path: '/v1/models' })).text)
      return listing.data.map((model: { id: string }) => model.id)
    })
  expect(await idsFor({ models: ['a', 'b'] })).toEqual(['a', 'b'])
  expect(await idsFor({ models: ['a'], listed: ['a', 'ghost'] })).toEqual(['a', 'ghost'])
  for (const preset of ['good', 'slow', 'flaky', 'ghost'])
    expect(await idsFor(preset)).toEqual(['demo-mini', 'demo-pro'])
})

test.each([
  ['404', 404, 'does not exist'],
  ['503', 503, '当前分组 default 下对于模型 nope 无可用渠道'],
])('a model it has not gets %s', async (unserved, status, words) => {
  await withSim({ unserved }, async (sim) => {
    const seen = await ask(sim, { body: { ...whole, model: 'nope' } })
    expect(seen.status).toBe(status)
    expect(JSON.parse(seen.text).error).toMatchObject({
      code: 'model_not_found',
      message: expect.stringContaining(words),
    })
  })
})

test.each([
  ['GET', '/api/status', 200, 'application/json', '"quota_per_unit":500000'],
  ['GET', '/', 200, 'text/html', '<!doctype html>'],
  ['POST', '/chat/completions', 200, 'text/html', '<!doctype html>'],
  ['GET', '/v1/nothing', 404, 'application/json', 'Invalid URL (/v1/nothing)'],
  ['GET', '/v1/chat/completions', 405, 'application/json', 'Method not allowed'],
  ['POST', '/v1/models', 405, 'application/json', 'Method not allowed'],
])('%s %s → %i %s', async (method, path, status, type, words) => {
  await withSim({}, async (sim) => {
    const seen = await ask(sim, { method, path })
    expect(seen.status).toBe(status)
    expect(seen.headers['content-type']).toContain(type)
    expect(seen.text).toContain(words)
  })
})

test('listing and status page can be switched off', async () => {
  await withSim({ models_page: false, status_page: false }, async (sim) => {
    expect((await ask(sim, { ...get, path: '/v1/models' })).status).toBe(404)
    expect((await ask(sim, { ...get, path: '/api/status' })).status).toBe(404)
  })
})

test.each([
  [{ authorization: 'Bearer k-1' }, '', 200],
  [{ 'x-api-key': 'k-1' }, '', 200],
  [{}, '?key=k-1', 200],
  [{ authorization: 'Bearer k-2' }, '', 401],
  [{}, '', 401],
])('a relay with a key: %j %s → %i', async (headers, query, status) => {
  await withSim({ key: 'k-1' }, async (sim) => {
    expect((await ask(sim, { headers, path: `/v1/chat/completions${query}` })).status).toBe(status)
    expect((await ask(sim, { headers, ...get, path: `/v1/models${query}` })).status).toBe(status)
    expect((await ask(sim, { ...get, path: '/api/status' })).status).toBe(200)
  })
})

test.each([['not json'], ['{}'], [{ model: 'demo-mini', messages: [] }]])(
  'a request that makes no sense is refused: %j',
  async (body) => {
    await withSim({}, async (sim) => expect((await ask(sim, { body })).status).toBe(400))
  },
)

test('remembers what it was asked and whether the answer got through', async () => {
  await withSim({ token_ms: 20, output_tokens: 20 }, async (sim) => {
    await ask(sim, { headers: { 'x-probe': 'one' } })
    await ask(sim, { enough: 1 })
    await expect.poll(() => sim.received.length).toBe(2)
    expect(sim.received[0]).toMatchObject({
      method: 'POST',
      path: '/v1/chat/completions',
      body: streaming,
      faults: [],
      completed: true,
    })
    expect(sim.received[0]?.headers['x-probe']).toBe('one')
    expect(sim.received[1]?.completed).toBe(false)
  })
})
