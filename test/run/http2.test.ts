import { once } from 'node:events'
import { createSecureServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { classify } from '../../src/metrics/classify.ts'
import { ask, openLane, targetAt } from './ask-target.ts'
import { certificateFor } from './certificate.ts'
import { secureWeb, withServer } from './servers.ts'

const certificate = certificateFor('localhost')
const frame = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`

/** Speaks both; says over which it was asked. */
const server = createSecureServer({ ...certificate, allowHTTP1: true }, (request, response) => {
  request.resume()
  request.once('end', () => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(frame({ role: 'assistant', content: '' }))
    setTimeout(() => response.write(frame({ content: `HTTP/${request.httpVersion}` })), 30)
    setTimeout(() => response.end(`${frame({}, 'stop')}data: [DONE]\n\n`), 60)
  })
})

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => void server.close())

const target = (http2: boolean | 'auto' | undefined) => {
  const url = `https://localhost:${(server.address() as AddressInfo).port}/v1`
  const lane = { origin: new URL(url), ca: certificate.cert, family: 4 as const }
  return targetAt(url, { lane: { ...lane, ...(http2 !== undefined && { http2 }) } })
}

test.each([
  [undefined, 'HTTP/1.1', 'http/1.1'],
  [false, 'HTTP/1.1', 'http/1.1'],
  ['auto', 'HTTP/2.0', 'h2'],
  [true, 'HTTP/2.0', 'h2'],
] as const)('http2: %s is answered over %s', async (http2, text, alpn) => {
  const lane = openLane(target(http2))
  try {
    const cold = await ask(target(http2), {}, lane)
    const warm = await ask(target(http2), {}, lane)
    for (const observation of [cold, warm]) {
      expect(classify(observation)).toBe('ok')
      expect(observation.reply.text).toBe(text)
      expect(observation.connection).toMatchObject({
        alpn,
        family: 4,
        tlsVersion: expect.stringMatching(/^TLS/),
      })
    }
    expect([cold.connection?.reused, warm.connection?.reused]).toEqual([false, true])
    const { started, tls = 0, sent = 0, headers = 0, firstToken = 0, done = 0, end } = cold.timeline
    expect([started, tls, sent, headers, firstToken, done, end]).toEqual(
      [started, tls, sent, headers, firstToken, done, end].sort((a, b) => a - b),
    )
    expect(firstToken - sent).toBeGreaterThan(25)
  } finally {
    await lane.close()
  }
})

test('a relay without HTTP/2 fails where nothing else is wanted', async () => {
  const old = secureWeb(certificate, (_request, response) => response.end())
  await withServer(old, async ({ port }) => {
    const url = `https://localhost:${port}/v1`
    const lane = { origin: new URL(url), ca: certificate.cert, http2: true, family: 4 as const }
    expect(classify(await ask(targetAt(url, { lane })))).toBe('tls')
  })
})
