import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { now } from '../../src/core/clock.ts'
import { ask, chat, streamed } from './ask.ts'
import type { ChildServer } from './child-server.ts'
import { type Portkey, startAimock, startPortkey } from './counterparts.ts'

const answer = 'The quick brown fox jumps over the lazy dog, twice.'
const usage = { prompt_tokens: 11, completion_tokens: 13, total_tokens: 24 }

let aimock: ChildServer
let portkey: Portkey

beforeAll(async () => {
  aimock = await startAimock([{ match: { userMessage: 'fox' }, response: { content: answer, usage } }])
  portkey = await startPortkey(aimock.url)
})
afterAll(() => Promise.all([aimock?.close(), portkey?.close()]))

const ways = [
  { way: 'aimock', origin: () => aimock.url, headers: () => ({}) },
  { way: 'portkey → aimock', origin: () => portkey.url, headers: () => portkey.headers },
]

/** The data of each frame of an event stream whose frames are single lines. */
const framesOf = (text: string): string[] =>
  text.split('\n\n').flatMap((frame) => (frame.startsWith('data: ') ? [frame.slice(6)] : []))

describe.each(ways)('$way', ({ origin, headers }) => {
  test('answers a whole request with the text and usage of the fixture', async () => {
    const got = await ask(`${origin()}/v1/chat/completions`, chat('fox'), headers())
    expect(got.status).toBe(200)
    expect(got.headers['content-type']).toBe('application/json')
    expect(JSON.parse(got.text)).toMatchObject({
      object: 'chat.completion',
      model: 'gpt-5.6-sol',
      choices: [{ index: 0, message: { role: 'assistant', content: answer }, finish_reason: 'stop' }],
      usage,
    })
  })

  test('streams the same text in pieces, then finish, usage in a chunk without choices, and the end mark', async () => {
    const got = await ask(`${origin()}/v1/chat/completions`, chat('fox', streamed), headers())
    expect(got.status).toBe(200)
    expect(got.headers['content-type']).toBe('text/event-stream')
    const frames = framesOf(got.text)
    expect(frames.at(-1)).toBe('[DONE]')
    const chunks = frames.slice(0, -1).map((frame) => JSON.parse(frame))
    const deltas = chunks.flatMap((chunk) =>
      chunk.choices.map((choice: Choice) => choice.delta.content ?? ''),
    )
    expect(deltas.filter((delta) => delta !== '').length).toBeGreaterThan(2)
    expect(deltas.join('')).toBe(answer)
    expect(chunks.at(-2).choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' })
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage })
  })

  test('sends no usage in a stream that did not ask for it', async () => {
    const got = await ask(`${origin()}/v1/chat/completions`, chat('fox', { stream: true }), headers())
    expect(framesOf(got.text).at(-1)).toBe('[DONE]')
    expect(got.text).not.toContain('prompt_tokens')
  })

  test('lists the models it was built with, whatever the fixtures serve', async () => {
    const got = await ask(`${origin()}/v1/models`, undefined, headers())
    expect(got.status).toBe(200)
    expect(JSON.parse(got.text).data.map((model: { id: string }) => model.id)).toEqual([
      'gpt-4',
      'gpt-4o',
      'claude-3-5-sonnet-20241022',
      'gemini-2.0-flash',
      'text-embedding-3-small',
    ])
  })
})

interface Choice {
  readonly delta: { readonly content?: string }
}

describe('faults by request header, asked of aimock', () => {
  const fault = (name: string, value = '1', extra: object = streamed) =>
    ask(`${aimock.url}/v1/chat/completions`, chat('fox', extra), { [`x-aimock-chaos-${name}`]: value })

  test.each([streamed, {}])('drop is a 500 with a JSON error (%j)', async (extra) => {
    const got = await fault('drop', '1', extra)
    expect(got.status).toBe(500)
    expect(JSON.parse(got.text).error).toMatchObject({ type: 'server_error', code: 'chaos_drop' })
  })

  test('ratelimit is a 429 that says when to come back', async () => {
    const got = await fault('ratelimit')
    expect(got.status).toBe(429)
    expect(got.headers['retry-after']).toBe('1')
    expect(JSON.parse(got.text).error).toMatchObject({ type: 'rate_limit_error', code: 'chaos_ratelimit' })
  })

  test('malformed is a 200 of type JSON that is not JSON, even where a stream was asked for', async () => {
    const got = await fault('malformed')
    expect([got.status, got.headers['content-type']]).toEqual([200, 'application/json'])
    expect(() => JSON.parse(got.text)).toThrow(SyntaxError)
  })

  test('disconnect closes the connection before any answer', async () => {
    await expect(fault('disconnect')).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test('latency delays an answer that is otherwise whole', async () => {
    const start = now()
    const got = await fault('latency', '250')
    expect(now() - start).toBeGreaterThan(240)
    expect(framesOf(got.text).at(-1)).toBe('[DONE]')
  })

  test('a message that no fixture knows is a 404', async () => {
    const got = await ask(`${aimock.url}/v1/chat/completions`, chat('an unknown animal'))
    expect(got.status).toBe(404)
    expect(JSON.parse(got.text).error).toMatchObject({ code: 'no_fixture_match' })
  })
})

describe('what portkey does to faults of its upstream', () => {
  const fault = (name: string, extra: object) =>
    ask(`${portkey.url}/v1/chat/completions`, chat('fox', extra), {
      ...portkey.headers,
      [`x-aimock-chaos-${name}`]: '1',
      'x-portkey-forward-headers': `x-aimock-chaos-${name}`,
    })

  test('a header it was not told to forward does not reach the upstream', async () => {
    const got = await ask(`${portkey.url}/v1/chat/completions`, chat('fox'), {
      ...portkey.headers,
      'x-aimock-chaos-drop': '1',
    })
    expect(got.status).toBe(200)
  })

  test.each([
    ['drop', 500, 'openai error: Chaos: request dropped'],
    ['ratelimit', 429, 'openai error: Chaos: rate limit exceeded'],
  ])('%s keeps its status %i and gets the provider put before the message', async (name, status, message) => {
    const got = await fault(name, streamed)
    expect(got.status).toBe(status)
    expect(JSON.parse(got.text)).toMatchObject({ error: { message }, provider: 'openai' })
  })

  test('a closed connection becomes a 500 whose error is in a field of its own', async () => {
    const got = await fault('disconnect', streamed)
    expect(got.status).toBe(500)
    expect(Object.keys(JSON.parse(got.text))).toEqual(['html-message'])
  })

  test('a body that is not JSON becomes a 500 for a whole request and passes as 200 for a stream', async () => {
    const [whole, stream] = await Promise.all([fault('malformed', {}), fault('malformed', streamed)])
    expect([whole.status, JSON.parse(whole.text).status]).toEqual([500, 'failure'])
    expect([stream.status, stream.headers['content-type']]).toEqual([200, 'application/json'])
    expect(() => JSON.parse(stream.text)).toThrow(SyntaxError)
  })
})

describe('the other dialects through portkey', () => {
  test('anthropic: chat in, Messages behind, the same text out', async () => {
    const relay = await startPortkey(aimock.url, 'anthropic')
    try {
      const body = chat('fox', { ...streamed, max_tokens: 64 })
      const got = await ask(`${relay.url}/v1/chat/completions`, body, relay.headers)
      expect(textIn(got.text)).toBe(answer)
    } finally {
      await relay.close()
    }
  })

  test('google: a stream is a 200 without a single frame', async () => {
    const relay = await startPortkey(aimock.url, 'google')
    try {
      const got = await ask(`${relay.url}/v1/chat/completions`, chat('fox', streamed), relay.headers)
      expect([got.status, got.headers['content-type'], got.text]).toEqual([200, 'text/event-stream', ''])
    } finally {
      await relay.close()
    }
  })

  const textIn = (stream: string): string =>
    framesOf(stream)
      .filter((frame) => frame !== '[DONE]')
      .flatMap((frame) => JSON.parse(frame).choices.map((choice: Choice) => choice.delta.content ?? ''))
      .join('')
})

test('nothing above made them reach for a host outside loopback', () => {
  expect([...aimock.refused, ...portkey.refused]).toEqual([])
})
