import { expect, test } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { parseSim, startSim } from '../../src/sim/index.ts'
import { runProfile } from './run-profile.ts'
import { web, withServer } from './servers.ts'

const auto = (url: string) => ({
  relays: [{ name: 'a', base_url: url, protocol: 'auto' }],
  models: ['demo-mini'],
  load: { requests: 2, concurrency: 1, warmup: 0 },
})

test('protocol: auto asks once in each protocol, uses the first that answers, and says what it found', async () => {
  const sim = await startSim(parseSim({ output_tokens: 4 }))
  const { records, report } = await runProfile(auto(sim.url))
  await sim.close()
  expect(records.filter(({ type }) => type === 'protocols')).toMatchObject([
    {
      chosen: 'openai-chat',
      found: ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini'].map((protocol) => ({
        protocol,
        outcome: 'ok',
      })),
    },
  ])
  expect(report.cells).toMatchObject([{ protocol: 'openai-chat', ok: 2 }])
  expect(report.relays[0]?.protocols).toHaveLength(4)
})

test('a relay that speaks only Messages, at a base URL that ends in /v1, is found and measured', async () => {
  const sim = await startSim(parseSim({ output_tokens: 4 }))
  const only = web((request, response) => {
    if (request.url !== '/v1/messages') {
      response
        .writeHead(404, { 'content-type': 'application/json' })
        .end('{"error":{"message":"Invalid URL"}}')
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', async () => {
      const answer = await fetch(`${sim.url}/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01' },
        body: Buffer.concat(chunks),
      })
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
      response.end(Buffer.from(await answer.arrayBuffer()))
    })
  })
  await withServer(only, async ({ port }) => {
    const { report } = await runProfile(auto(`http://127.0.0.1:${port}/v1`))
    expect(report.cells).toMatchObject([{ protocol: 'anthropic-messages', ok: 2 }])
    expect(report.relays[0]?.protocols?.map(({ outcome }) => outcome)).toEqual([
      'wrong-path',
      'wrong-path',
      'ok',
      'wrong-path',
    ])
  })
  await sim.close()
})

test('finding out keeps to the rate of the relay, and ends when the run is stopped', async () => {
  const stop = new AbortController()
  const posts: number[] = []
  const relay = web((request, response) => {
    request.resume()
    if (request.method === 'POST') posts.push(now())
    if (posts.length === 2) stop.abort()
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"message":"Invalid URL"}}')
  })
  await withServer(relay, async ({ port }) => {
    const slow = { ...auto(`http://127.0.0.1:${port}/v1`), limits: { rps: 10 } }
    const begunAt = now()
    const { records } = await runProfile(slow, { stop: stop.signal })
    expect(posts).toHaveLength(2)
    // The listing had the first turn. Counted from the start: an arrival may be late, but none is early.
    for (const [n, at] of posts.entries()) expect(at - begunAt).toBeGreaterThanOrEqual((n + 1) * 100)
    expect(records.some(({ type }) => type === 'protocols')).toBe(false)
  })
})
