import { Agent } from 'node:http'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { constants, gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { faultNames } from '../../src/sim/faults/index.ts'
import { bookingJsonSchema } from './booking.ts'
import { type Asking, ask, contentOf, dataOf, type Seen, streaming, whole, withSim } from './client.ts'

const shapes = [
  ['stream', streaming],
  ['whole', whole],
] as const

const tried = new Set<string>()

/** One request to a relay where this fault strikes always. */
function struck(fault: string, args: object = {}, asking: Asking = {}, settings: object = {}): Promise<Seen> {
  tried.add(fault)
  return withSim({ output_tokens: 20, ...settings, faults: [{ fault, ...args }] }, (sim) => ask(sim, asking))
}

const healthy = await withSim({ output_tokens: 20 }, (sim) => ask(sim))
const healthyWhole = await withSim({ output_tokens: 20 }, (sim) => ask(sim, { body: whole }))
const healthyContent = contentOf(healthy.text)

describe('error replies', () => {
  test.each([
    ['error-401', 401, 'invalid_api_key', '无效的令牌'],
    ['error-402', 402, 'insufficient_user_quota', '用户额度不足'],
    ['error-404-model', 404, 'model_not_found', '`demo-mini` does not exist'],
    ['error-429', 429, 'rate_limit_exceeded', 'Rate limit'],
    ['error-500', 500, 'bad_response_status_code', 'request id: '],
    ['error-503-no-channel', 503, 'model_not_found', '当前分组 default 下对于模型 demo-mini 无可用渠道'],
    ['error-529', 529, null, 'Overloaded'],
    ['error-in-200', 200, 'do_request_failed', 'upstream error'],
  ])('%s is status %i, code %s', async (fault, status, code, words) => {
    const seen = await struck(fault)
    expect(seen.status).toBe(status)
    expect(seen.headers['content-type']).toContain('application/json')
    expect(JSON.parse(seen.text).error).toMatchObject({ code, message: expect.stringContaining(words) })
  })

  test.each([
    [{}, '1'],
    [{ retry_after: 2.5 }, '2.5'],
    [{ retry_after: 'Wed, 21 Oct 2015 07:28:00 GMT' }, 'Wed, 21 Oct 2015 07:28:00 GMT'],
    [{ retry_after: null }, undefined],
  ])('error-429 with %j sends Retry-After %s', async (args, header) => {
    expect((await struck('error-429', args)).headers['retry-after']).toBe(header)
  })

  test('an error can be late and have words of its own', async () => {
    const seen = await struck('error-500', { delay_ms: 60, message: 'boom' })
    expect(JSON.parse(seen.text).error.message).toBe('boom')
    expect(seen.headMs).toBeGreaterThanOrEqual(59)
  })

  test('echo-key gives the key away', async () => {
    const seen = await struck('echo-key', {}, { headers: { authorization: 'Bearer sk-canary' } })
    expect(JSON.parse(seen.text).error.message).toContain('Bearer sk-canary')
  })

  test.each(['stream_options', 'max_tokens', 'max_completion_tokens', 'reasoning_effort', 'temperature'])(
    'refuse-field refuses %s and lets the rest pass',
    async (field) => {
      const refused = await struck('refuse-field', { field }, { body: { ...whole, [field]: null } })
      expect(refused.status).toBe(400)
      expect(JSON.parse(refused.text).error).toMatchObject({
        param: field,
        message: expect.stringContaining(`Unsupported parameter: '${field}'`),
      })
      expect((await struck('refuse-field', { field }, { body: whole })).status).toBe(200)
    },
  )
})

describe('other replies', () => {
  test('gateway-html-524 is a Cloudflare page', async () => {
    const seen = await struck('gateway-html-524')
    expect(seen).toMatchObject({ status: 524, headers: { server: 'cloudflare' } })
    expect(seen.text).toContain('Error code 524')
  })

  test('html-200 is a web page', async () => {
    const seen = await struck('html-200')
    expect(seen.status).toBe(200)
    expect(seen.headers['content-type']).toContain('text/html')
  })

  test('empty-200 has no body', async () => {
    expect(await struck('empty-200')).toMatchObject({ status: 200, text: '', how: 'end' })
  })

  test('error-frame is an SSE stream that begins with an error; a whole answer is an error in a 200', async () => {
    const [frame, ...more] = dataOf((await struck('error-frame')).text)
    expect(frame.error.code).toBe('do_request_failed')
    expect(more).toEqual([])
    expect(JSON.parse((await struck('error-frame', {}, { body: whole })).text).error).toBeDefined()
  })

  test('empty-answer finishes with stop and says nothing', async () => {
    const { text } = await struck('empty-answer')
    expect(contentOf(text)).toBe('')
    expect(text).toContain('"finish_reason":"stop"')
    expect(text).toContain('[DONE]')
    const body = JSON.parse((await struck('empty-answer', {}, { body: whole })).text)
    expect(body).toMatchObject({
      choices: [{ message: { content: '' }, finish_reason: 'stop' }],
      usage: { completion_tokens: 0 },
    })
  })

  test('json-for-stream and sse-for-whole answer in the other shape', async () => {
    const json = await struck('json-for-stream')
    expect(JSON.parse(json.text).choices[0].message.content).toBe(healthyContent)
    const sse = await struck('sse-for-whole', {}, { body: whole })
    expect(sse.headers['content-type']).toContain('text/event-stream')
    expect(contentOf(sse.text)).toBe(healthyContent)
  })

  test('buffered is one read at the end', async () => {
    const seen = await struck('buffered', {}, {}, { ttft_ms: 20, token_ms: 5 })
    expect(seen.readsMs).toHaveLength(1)
    expect(seen.readsMs[0]).toBeGreaterThanOrEqual(20 + 19 * 5 - 1)
    expect(contentOf(seen.text)).toBe(healthyContent)
  })

  test.each(shapes)('invalid-utf8 puts bytes that are no text into the content: %s', async (_shape, body) => {
    const { bytes } = await struck('invalid-utf8', {}, { body })
    expect(bytes.includes(Buffer.of(0xff, 0xc3, 0x28))).toBe(true)
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow(TypeError)
  })

  test('redirect-other-origin points elsewhere', async () => {
    const to = 'http://127.0.0.1:9/v1/chat/completions'
    expect(await struck('redirect-other-origin', { to })).toMatchObject({
      status: 307,
      headers: { location: to },
    })
  })

  test('redirect-same points to a path that answers', async () => {
    tried.add('redirect-same')
    await withSim({ faults: [{ fault: 'redirect-same' }] }, async (sim) => {
      const seen = await ask(sim)
      expect(seen).toMatchObject({ status: 301, headers: { location: '/v1/chat/completions?moved=1' } })
      expect((await ask(sim, { path: seen.headers.location ?? '' })).status).toBe(200)
    })
  })
})

describe('answers that break off', () => {
  test('cut resets the connection after half of the content', async () => {
    const seen = await struck('cut')
    expect(seen).toMatchObject({ status: 200, how: 'broken', errorCode: 'ECONNRESET' })
    expect(dataOf(seen.text)).toHaveLength(1 + 10)
  })

  test('cut-fin ends properly without a finish reason', async () => {
    const seen = await struck('cut-fin', { at: 0.25 })
    expect(seen.how).toBe('end')
    expect(dataOf(seen.text)).toHaveLength(1 + 5)
    expect(seen.text).not.toMatch(/"finish_reason":"|DONE/)
  })

  test('cut-done still sends [DONE]', async () => {
    const seen = await struck('cut-done')
    expect(seen.text).not.toContain('"finish_reason":"')
    expect(dataOf(seen.text).slice(-1)).toEqual(['[DONE]'])
  })

  test('error-frame-mid is content and then an error', async () => {
    const frames = dataOf((await struck('error-frame-mid')).text)
    expect(frames.at(-1).error.message).toContain('while streaming')
    expect(frames).toHaveLength(1 + 10 + 1)
  })

  test('stall falls silent and stays', async () => {
    const seen = await struck('stall', {}, { patienceMs: 600 })
    expect(seen.how).toBe('left')
    expect(dataOf(seen.text)).toHaveLength(1 + 10)
  })

  test.each(['cut', 'cut-fin', 'cut-done', 'stall', 'error-frame-mid'])(
    '%s leaves half of a whole body',
    async (fault) => {
      const seen = await struck(fault, {}, { body: whole, patienceMs: 600 })
      // Not to the byte: `created` stands in it, but has ten digits for ever.
      expect(seen.bytes.length).toBe(Math.ceil(healthyWhole.bytes.length / 2))
    },
  )

  test('no-first-byte says nothing at all', async () => {
    expect(await struck('no-first-byte', {}, { patienceMs: 200 })).toMatchObject({
      how: 'left',
      status: undefined,
      text: '',
    })
  })

  test.each(shapes)('never-ends goes on and on: %s', async (_shape, body) => {
    const seen = await struck('never-ends', { every_ms: 0 }, { body, enough: 20 * healthyWhole.bytes.length })
    expect(seen.how).toBe('left')
    expect(seen.text).not.toMatch(/\[DONE\]|\}$/)
  })
})

describe('floods', () => {
  test.each(shapes)('huge-line grows past any limit: %s', async (_shape, body) => {
    const seen = await struck('huge-line', {}, { body, enough: 8_000_000 })
    expect(seen.how).toBe('left')
    expect(
      seen.text.split('\n').reduce((longest, line) => Math.max(longest, line.length), 0),
    ).toBeGreaterThan(7e6)
  })

  test('huge-line of a set size is a proper answer', async () => {
    const seen = await struck('huge-line', { bytes: 200_000 })
    expect(contentOf(seen.text)).toHaveLength(healthyContent.length + 200_000)
  })

  test('huge-line waits for a client that does not read', async () => {
    await withSim({ faults: [{ fault: 'huge-line', bytes: 30_000_000 }] }, async (sim) => {
      const socket = connect(Number(new URL(sim.url).port), '127.0.0.1')
      const body = JSON.stringify(streaming)
      socket.write(
        `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      )
      await expect.poll(() => sim.received.length).toBe(1)
      await setTimeout(400)
      expect(sim.received[0]?.completed).toBe(false)
      socket.resume()
      await expect.poll(() => sim.received[0]?.completed).toBe(true)
      socket.destroy()
    })
  })

  test.each(shapes)('gzip-bomb inflates a thousandfold: %s', async (_shape, body) => {
    const seen = await struck('gzip-bomb', { bytes: 40_000_000 }, { body })
    expect(seen.headers['content-encoding']).toBe('gzip')
    expect(seen.bytes.length).toBeLessThan(80_000)
    expect(gunzipSync(seen.bytes).length).toBeGreaterThan(40_000_000)
  })

  test('many-headers is a header section of that size', async () => {
    expect((await struck('many-headers')).rawHeaderBytes).toBeGreaterThan(2 ** 18)
  })
})

describe('habits that leave the answer what it is', () => {
  test('keepalive-first sends comments before the first token', async () => {
    const seen = await struck('keepalive-first', { every_ms: 150 }, {}, { ttft_ms: 700 })
    expect(seen.text).toMatch(/^(: PING\n\n){5}data: /)
    expect(seen.readsMs[0]).toBeLessThan(600)
    expect(contentOf(seen.text)).toBe(healthyContent)
    const blank = await struck('keepalive-first', { every_ms: 20 }, { body: whole }, { ttft_ms: 50 })
    expect(blank.text).toMatch(/^\n+\{/)
  })

  test('role-late sends the role at once and content when due', async () => {
    const seen = await struck('role-late', {}, {}, { ttft_ms: 700 })
    expect(seen.readsMs[0]).toBeLessThan(600)
    expect(seen.readsMs[1]).toBeGreaterThanOrEqual(699)
  })

  test.each([
    ['crlf', '\r\n'],
    ['bare-cr', '\r'],
  ])('%s ends its lines with %j', async (fault, lineEnd) => {
    const seen = await struck(fault)
    expect(seen.text.replaceAll(lineEnd, '')).not.toMatch(/[\r\n]/)
    expect(contentOf(seen.text)).toBe(healthyContent)
  })

  test('bom stands before the first frame', async () => {
    expect([...(await struck('bom')).bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  })

  test('byte-dribble splits anywhere and loses nothing', async () => {
    const seen = await struck('byte-dribble', { max_bytes: 8, gap_ms: 0 })
    expect(seen.readsMs.length).toBeGreaterThan(100)
    expect(contentOf(seen.text)).toBe(healthyContent)
  })

  test('gzip-unasked is compressed and does not say so', async () => {
    const seen = await struck('gzip-unasked')
    expect(seen.headers['content-encoding']).toBeUndefined()
    expect(contentOf(gunzipSync(seen.bytes).toString())).toBe(healthyContent)
    // Every frame can be read when it has come.
    const begun = gunzipSync(seen.bytes.subarray(0, 300), { finishFlush: constants.Z_SYNC_FLUSH }).toString()
    expect(begun).toContain('"role":"assistant"')
  })

  test('close-after-each announces it', async () => {
    expect((await struck('close-after-each')).headers.connection).toBe('close')
  })

  test('close-idle drops the second request of a connection', async () => {
    tried.add('close-idle')
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    await withSim({ faults: [{ fault: 'close-idle' }] }, async (sim) => {
      expect((await ask(sim, { agent })).how).toBe('end')
      expect(await ask(sim, { agent })).toMatchObject({
        status: undefined,
        how: 'broken',
        errorCode: 'ECONNRESET',
      })
      expect((await ask(sim, { agent })).how).toBe('end')
    })
    agent.destroy()
  })

  test('slow-headers come line by line', async () => {
    const seen = await struck('slow-headers', { lines: 8, every_ms: 15 })
    expect(seen.headMs).toBeGreaterThanOrEqual(7 * 15 - 1)
    expect(seen).toMatchObject({ how: 'end', headers: { 'x-slow-7': '7' } })
    expect(contentOf(seen.text)).toBe(healthyContent)
  })
})

describe('calls in chat', () => {
  const tools = [{ type: 'function', function: { name: 'book', parameters: bookingJsonSchema } }]
  const calling = { tools, tool_choice: 'required' }
  const called = (fault: string | undefined, body: object) => {
    if (fault !== undefined) tried.add(fault)
    const faults = fault === undefined ? [] : [{ fault }]
    return withSim({ faults }, (sim) => ask(sim, { body: { ...body, ...calling } }))
  }
  const piecesOf = async (fault?: string) =>
    dataOf((await called(fault, streaming)).text).flatMap(
      (frame) => frame.choices?.[0]?.delta.tool_calls ?? [],
    )
  const argumentsOf = (pieces: readonly { function: { arguments: string } }[]) =>
    pieces.map((piece) => piece.function.arguments).join('')

  test('tool-no-index takes the index and nothing else', async () => {
    const [usual, seen] = [await piecesOf(), await piecesOf('tool-no-index')]
    expect(seen).toEqual(usual.map(({ index: _, ...rest }) => rest))
    expect(seen.length).toBeGreaterThan(5)
  })

  test('tool-name-resent puts the name into every piece', async () => {
    const [usual, seen] = [await piecesOf(), await piecesOf('tool-name-resent')]
    expect(seen.map((piece) => piece.function.name)).toEqual(usual.map(() => 'book'))
    expect(argumentsOf(seen)).toBe(argumentsOf(usual))
  })

  test('tool-args-object sends arguments in one piece that is no text, in both shapes', async () => {
    const usual = await piecesOf()
    const wanted = JSON.parse(argumentsOf(usual))
    expect(await piecesOf('tool-args-object')).toEqual([
      { ...usual[0], function: { name: 'book', arguments: wanted } },
    ])
    const { choices } = JSON.parse((await called('tool-args-object', whole)).text)
    expect(choices[0].message.tool_calls[0].function).toEqual({ name: 'book', arguments: wanted })
  })

  test('a cut leaves half of the pieces, whatever the habit', async () => {
    const all = await piecesOf()
    const faults = [{ fault: 'cut-fin' }, { fault: 'tool-no-index' }]
    const seen = await withSim({ faults }, (sim) => ask(sim, { body: { ...streaming, ...calling } }))
    expect(seen.text.match(/"tool_calls":\[/g)).toHaveLength(Math.ceil(all.length / 2))
    expect(seen.text).not.toContain('"index":0,"function"')
  })
})

describe('who is struck', () => {
  const statuses = (faults: object[], bodies: object[]) =>
    withSim({ faults }, async (sim) => {
      const seen: (number | undefined)[] = []
      for (const body of bodies) seen.push((await ask(sim, { body })).status)
      return seen
    })

  test('only the model named', async () => {
    const pro = { ...whole, model: 'demo-pro' }
    expect(await statuses([{ fault: 'error-500', model: 'demo-pro' }], [whole, pro, whole])).toEqual([
      200, 500, 200,
    ])
  })

  test('only after so many requests', async () => {
    expect(await statuses([{ fault: 'error-500', after: 2 }], [whole, whole, whole])).toEqual([200, 200, 500])
  })

  test('rates of failures add up, and only one of them strikes', async () => {
    const faults = [
      { fault: 'error-500', rate: 0.5 },
      { fault: 'error-529', rate: 0.5 },
    ]
    const seen = await statuses(
      faults,
      Array.from({ length: 40 }, () => whole),
    )
    const count = (status: number) => seen.filter((each) => each === status).length
    expect(count(500) + count(529)).toBe(40)
    expect(count(500)).toBeGreaterThan(10)
    expect(count(529)).toBeGreaterThan(10)
  })

  test('habits come on top of failures', async () => {
    await withSim({ faults: [{ fault: 'cut-fin' }, { fault: 'crlf' }] }, async (sim) => {
      const seen = await ask(sim)
      expect(seen.text).toContain('\r\n\r\n')
      expect(sim.received[0]?.faults).toEqual(['cut-fin', 'crlf'])
    })
  })
})

afterAll(() => {
  // A fault without a test is found here.
  expect([...tried].sort()).toEqual([...faultNames].sort())
})
