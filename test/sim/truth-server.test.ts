import { createServer, request } from 'node:http'
import { expect, test } from 'vitest'
import { startTruth, truthIn, truthModel } from '../../src/sim/index.ts'

interface Seen {
  readonly status: number
  readonly text: string
  /** ms from the request to the first token and to the end. */
  readonly firstMs: number
  readonly endMs: number
}

function ask(url: string, model: string): Promise<Seen> {
  const startedAt = performance.now()
  let firstMs = Number.NaN
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/chat/completions`, { method: 'POST', agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (piece: string) => {
        body += piece
        if (Number.isNaN(firstMs) && / (time|year)"/.test(body)) firstMs = performance.now() - startedAt
      })
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: textOf(body),
          firstMs,
          endMs: performance.now() - startedAt,
        }),
      )
    })
    sent.on('error', reject)
    sent.end(JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: '你好' }] }))
  })
}

const textOf = (body: string): string =>
  [...body.matchAll(/^data: (\{.*)$/gm)]
    .map(([, json = '']) => JSON.parse(json)?.choices?.[0]?.delta?.content ?? '')
    .join('')

test('it keeps its pace, and says when it sent what', async () => {
  const truth = await startTruth()
  try {
    const { status, text, firstMs, endMs } = await ask(
      truth.url,
      truthModel({ firstMs: 30, tokens: 3, gapMs: 10 }),
    )
    expect(status).toBe(200)
    expect(text).toMatch(/^ time year data =\d+,\d+,\d+$/)
    const [first = 0, second = 0, third = 0] = truthIn(text) ?? []
    // Timers fire up to a millisecond early. A client can only see later what was sent earlier.
    expect(first).toBeGreaterThan(28_000)
    expect(second).toBeGreaterThan(38_000)
    expect(third).toBeGreaterThan(48_000)
    expect(firstMs * 1000).toBeGreaterThanOrEqual(first)
    expect(endMs * 1000).toBeGreaterThanOrEqual(third)
  } finally {
    await truth.close()
  }
})

test('it serves nothing else, and frees its port', async () => {
  const truth = await startTruth()
  expect(await ask(truth.url, 'gpt-x')).toMatchObject({ status: 404, text: '' })
  await truth.close()
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(Number(new URL(truth.url).port), '127.0.0.1', resolve)
  })
  server.close()
})

test('other texts hold no stamps', () => {
  expect(truthIn('Blue, since you ask.')).toBeUndefined()
  expect(truthIn('')).toBeUndefined()
})
