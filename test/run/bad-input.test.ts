import { describe, expect, test } from 'vitest'
import type { Ask } from '../../src/core/ask.ts'
import type { Observation } from '../../src/core/observation.ts'
import { classify } from '../../src/metrics/classify.ts'
import { type OutcomeClass, outcomes } from '../../src/metrics/outcomes.ts'
import { parseSim, type Sim, startSim } from '../../src/sim/index.ts'
import { outcomeWords } from '../../src/words/report.ts'
import { ask, openLane, targetAt } from './ask-target.ts'
import { certificateFor } from './certificate.ts'
import {
  answering,
  frames,
  mute,
  refusedPort,
  saying,
  secureWeb,
  shortStream,
  web,
  withServer,
} from './servers.ts'

const patient = { connectMs: 60_000, firstTokenMs: 60_000, idleMs: 60_000, totalMs: 90_000 }
/** One short limit each, so that a slow test machine cannot run into another one. */
const shortFirstToken = { ...patient, firstTokenMs: 250 }
const shortIdle = { ...patient, idleMs: 250 }
const shortTotal = { ...patient, totalMs: 600 }

/** A busy test machine may stall the event loop, which would rightly be put down to us: that has a test of its own. */
const classOf = (observation: Observation): OutcomeClass => classify({ ...observation, loopStallMs: 0 })

function expectReadable(outcome: OutcomeClass): void {
  const { sentence } = outcomes[outcome]
  expect(sentence.en).toMatch(/^[a-z0-9].{2,100}$/i)
  expect(sentence.zh).toMatch(/\p{Script=Han}/u)
  expect(outcomeWords[outcome]?.zh).toMatch(/\p{Script=Han}/u)
}

async function withSim<Result>(config: object, use: (sim: Sim) => Promise<Result>): Promise<Result> {
  const sim = await startSim(parseSim(config))
  try {
    return await use(sim)
  } finally {
    await sim.close()
  }
}

interface Row {
  readonly input: string
  readonly outcome: OutcomeClass
  readonly sim: object
  readonly asking?: Partial<Ask>
  readonly timeouts?: typeof patient
  readonly also?: object
}

const fault = (name: string, more: object = {}): object => ({ faults: [{ fault: name, ...more }] })
const whole = { stream: false }

const rows: readonly Row[] = [
  { input: 'a web page with 200', outcome: 'wrong-path', sim: fault('html-200') },
  { input: 'a web page for a whole answer', outcome: 'wrong-path', sim: fault('html-200'), asking: whole },
  { input: '401', outcome: 'auth', sim: fault('error-401'), also: { http: { status: 401 } } },
  { input: '402 quota', outcome: 'quota', sim: fault('error-402') },
  {
    input: 'a model that is not there',
    outcome: 'model-unavailable',
    sim: {},
    asking: { modelId: 'gpt-9.5-x' },
  },
  { input: '503 without a channel', outcome: 'model-unavailable', sim: fault('error-503-no-channel') },
  {
    input: '429 with Retry-After',
    outcome: 'rate-limited',
    sim: fault('error-429', { retry_after: 7 }),
    also: { http: { status: 429, retryAfterMs: 7_000 } },
  },
  {
    input: '500 that leaks the upstream status',
    outcome: 'upstream',
    sim: fault('error-500'),
    also: { http: { status: 500 }, reply: { error: { upstreamStatus: 502 } } },
  },
  { input: '529', outcome: 'overloaded', sim: fault('error-529') },
  {
    input: 'a CDN page with 524',
    outcome: 'gateway-page',
    sim: fault('gateway-html-524'),
    also: { reply: { shape: 'html', excerpt: 'relay.example | 524: A timeout occurred' } },
  },
  { input: 'an error inside a 200', outcome: 'error-in-200', sim: fault('error-in-200') },
  {
    input: 'the same for a whole answer',
    outcome: 'error-in-200',
    sim: fault('error-in-200'),
    asking: whole,
  },
  { input: 'an error as first frame', outcome: 'error-in-200', sim: fault('error-frame') },
  {
    input: 'an error frame in the middle',
    outcome: 'error-in-200',
    sim: fault('error-frame-mid'),
    also: { reply: { text: expect.stringMatching(/\w/), error: { code: 'stream_read_failed' } } },
  },
  {
    input: 'a proper end without content',
    outcome: 'empty',
    sim: fault('empty-answer'),
    also: { reply: { text: '', finishReason: { unified: 'stop' } } },
  },
  { input: 'the same as a whole answer', outcome: 'empty', sim: fault('empty-answer'), asking: whole },
  { input: 'no body', outcome: 'empty', sim: fault('empty-200'), also: { reply: { shape: 'empty' } } },
  {
    input: 'a stream cut by a reset',
    outcome: 'truncated',
    sim: { token_ms: 2, ...fault('cut') },
    also: { ending: { type: 'failed', stage: 'response', code: 'ECONNRESET' } },
  },
  { input: 'a whole answer cut by a reset', outcome: 'truncated', sim: fault('cut'), asking: whole },
  { input: 'a stream that ends without a finish', outcome: 'truncated', sim: fault('cut-fin') },
  { input: 'the same with [DONE]', outcome: 'truncated', sim: fault('cut-done') },
  {
    input: 'a stall in the middle',
    outcome: 'timeout-idle',
    sim: fault('stall'),
    timeouts: shortIdle,
    also: { reply: { text: expect.stringMatching(/\w/) }, ending: { limitMs: 250 } },
  },
  {
    input: 'no first byte',
    outcome: 'timeout-first-token',
    sim: fault('no-first-byte'),
    timeouts: shortFirstToken,
    also: { ending: { limitMs: 250 } },
  },
  {
    input: 'comments and no token',
    outcome: 'timeout-first-token',
    sim: { ttft_ms: 60_000, ...fault('keepalive-first') },
    timeouts: shortFirstToken,
  },
  {
    input: 'no first byte of a whole answer',
    outcome: 'timeout-total',
    sim: fault('no-first-byte'),
    timeouts: shortTotal,
    asking: whole,
  },
  {
    input: 'a stream without end',
    outcome: 'timeout-total',
    sim: { token_ms: 20, ...fault('never-ends') },
    timeouts: shortTotal,
    also: { ending: { limitMs: 600 } },
  },
  {
    input: 'a whole answer without end',
    outcome: 'timeout-total',
    sim: fault('never-ends'),
    timeouts: shortTotal,
    asking: whole,
  },
  {
    input: 'a line of 2 GiB',
    outcome: 'too-large-line',
    sim: fault('huge-line'),
    also: { ending: { type: 'limit', limit: 'line' } },
  },
  {
    input: 'a body of 2 GiB',
    outcome: 'too-large-body',
    sim: fault('huge-line'),
    asking: whole,
    also: { ending: { type: 'limit', limit: 'body' } },
  },
  {
    input: 'a gzip bomb',
    outcome: 'too-large-decompressed',
    sim: fault('gzip-bomb'),
    also: { ending: { type: 'limit' } },
  },
  {
    input: 'a gzip bomb as a whole answer',
    outcome: 'too-large-decompressed',
    sim: fault('gzip-bomb'),
    asking: whole,
    also: { ending: { type: 'limit' } },
  },
  { input: 'gzip without a header', outcome: 'ok', sim: fault('gzip-unasked') },
  { input: 'gzip without a header, whole', outcome: 'ok', sim: fault('gzip-unasked'), asking: whole },
  {
    input: 'gzip in tiny pieces',
    outcome: 'ok',
    sim: { output_tokens: 5, faults: [{ fault: 'gzip-unasked' }, { fault: 'byte-dribble', max_bytes: 2 }] },
  },
  {
    input: 'bytes that are no UTF-8',
    outcome: 'ok',
    sim: fault('invalid-utf8'),
    also: { reply: { text: expect.stringContaining('\ufffd') } },
  },
  { input: 'the same in a whole answer', outcome: 'ok', sim: fault('invalid-utf8'), asking: whole },
  {
    input: 'headers of 256 KiB',
    outcome: 'too-large-headers',
    sim: fault('many-headers'),
    also: { ending: { type: 'limit', limit: 'headers' } },
  },
  { input: 'slow headers', outcome: 'ok', sim: fault('slow-headers', { lines: 4, every_ms: 20 }) },
  {
    input: 'headers that never end',
    outcome: 'timeout-total',
    sim: fault('slow-headers', { lines: 1_000, every_ms: 50 }),
    timeouts: shortTotal,
  },
  { input: 'JSON where a stream was asked for', outcome: 'wrong-shape', sim: fault('json-for-stream') },
  {
    input: 'a stream where JSON was asked for',
    outcome: 'wrong-shape',
    sim: fault('sse-for-whole'),
    asking: whole,
  },
  { input: 'everything in one write', outcome: 'ok', sim: fault('buffered') },
  { input: 'CRLF', outcome: 'ok', sim: fault('crlf') },
  { input: 'bare CR', outcome: 'ok', sim: fault('bare-cr') },
  { input: 'a byte order mark', outcome: 'ok', sim: fault('bom') },
  { input: 'writes cut inside characters', outcome: 'ok', sim: fault('byte-dribble') },
  {
    input: 'a byte order mark byte by byte',
    outcome: 'ok',
    sim: { output_tokens: 5, faults: [{ fault: 'bom' }, { fault: 'byte-dribble', max_bytes: 1 }] },
  },
  {
    input: 'blank lines before a whole answer',
    outcome: 'ok',
    sim: { ttft_ms: 60, ...fault('keepalive-first', { every_ms: 20 }) },
    asking: whole,
  },
]

describe('what a relay may send', () => {
  test.each(rows)('$input → $outcome', async ({ outcome, sim, asking, timeouts = patient, also = {} }) => {
    const observation = await withSim(sim, ({ url }) => ask(targetAt(url, { timeouts }), asking))
    expect(classOf(observation)).toBe(outcome)
    expect(observation).toMatchObject(also)
    expectReadable(outcome)
    const { due, started, end } = observation.timeline
    expect([due, started, end]).toEqual([due, started, end].toSorted((a, b) => a - b))
  })

  test.each([true, false])(
    'a minute of blank lines before an answer is no answer yet (stream: %s)',
    async (stream) => {
      const server = web((_request, response) => {
        response.write('\n'.repeat(500))
        const message = { content: 'Fine.' }
        response.end(stream ? shortStream : JSON.stringify({ choices: [{ message, finish_reason: 'stop' }] }))
      })
      const observation = await withServer(server, ({ port }) =>
        ask(targetAt(`http://127.0.0.1:${port}/v1`), { stream }),
      )
      expect(classOf(observation)).toBe('ok')
      expect(observation.reply.text).toBe('Fine.')
    },
  )

  test('a status has its class however the body is asked for', async () => {
    for (const stream of [true, false]) {
      const observation = await withSim(fault('error-402'), ({ url }) => ask(targetAt(url), { stream }))
      expect(classOf(observation)).toBe('quota')
    }
  })

  test.each([
    ['no-first-byte', 'sent', { firstTokenMs: 150 }],
    ['stall', 'lastToken', { idleMs: 150 }],
  ] as const)(
    '%s: a deadline holds though that of the phase before it was longer',
    async (name, from, short) => {
      const timeouts = { ...patient, ...short }
      const { timeline, ending } = await withSim(fault(name), ({ url }) => ask(targetAt(url, { timeouts })))
      expect(ending).toMatchObject({ type: 'timeout', limitMs: 150 })
      const tookMs = timeline.end - (timeline[from] ?? 0)
      // Stamps are whole microseconds.
      expect(tookMs).toBeGreaterThan(149.99)
      expect(tookMs).toBeLessThan(patient.firstTokenMs / 2)
    },
  )

  test('an answer that is over does not wait for a relay that keeps the stream open', async () => {
    const open = web((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(shortStream)
    })
    const { timeline, ending, ...observation } = await withServer(open, ({ port }) =>
      ask(targetAt(`http://127.0.0.1:${port}/v1`, { timeouts: patient })),
    )
    expect(classOf({ timeline, ending, ...observation })).toBe('ok')
    expect(timeline.end - (timeline.done ?? 0)).toBeLessThan(patient.idleMs / 2)
  })
})

describe('what the network may do', () => {
  const at = (port: number, scheme = 'http'): string => `${scheme}://127.0.0.1:${port}/v1`

  test('a host that does not exist → dns (or no way out of this machine)', async () => {
    const observation = await ask(targetAt('http://relay.invalid/v1', { timeouts: patient }))
    expect(['dns', 'no-route']).toContain(classOf(observation))
    expect(observation.connection).toBeUndefined()
    expect(observation.timeline).not.toHaveProperty('tcp')
    expectReadable('dns')
    expectReadable('no-route')
  })

  test('a refused port → tcp', async () => {
    const observation = await ask(targetAt(at(await refusedPort())))
    expect(classOf(observation)).toBe('tcp')
    expect(observation.ending).toMatchObject({ stage: 'tcp', code: 'ECONNREFUSED', stale: false })
    expect(observation.timeline).not.toHaveProperty('sent')
    expectReadable('tcp')
  })

  test.each([
    ['a certificate that nobody signed', secureWeb(certificateFor('127.0.0.1'), answering), /SELF_SIGNED/],
    ['a reset at the first words', saying((socket) => socket.resetAndDestroy()), /ECONNRESET/],
    ['a server that speaks no TLS', web(answering), /./],
  ])('%s → tls', async (_what, server, code) => {
    const observation = await withServer(server, ({ port }) => ask(targetAt(at(port, 'https'))))
    expect(classOf(observation)).toBe('tls')
    expect(observation.ending).toMatchObject({ stage: 'tls', code: expect.stringMatching(code) })
    expect(observation.timeline.tcp).toBeDefined()
    expect(observation.timeline).not.toHaveProperty('tls')
    expectReadable('tls')
  })

  test('a TLS server that says nothing → timeout-connect at the deadline, and the connection is closed', async () => {
    await withServer(mute(), async ({ port, sockets }) => {
      const timeouts = { ...patient, connectMs: 150 }
      const observation = await ask(targetAt(at(port, 'https'), { timeouts }))
      expect(classOf(observation)).toBe('timeout-connect')
      const { started, end } = observation.timeline
      expect(end - started).toBeGreaterThan(149.99)
      expect(end - started).toBeLessThan(patient.totalMs / 2)
      await expect.poll(() => sockets.every(({ destroyed }) => destroyed)).toBe(true)
      expectReadable('timeout-connect')
    })
  })

  test.each([
    ['closed without an answer', saying((socket) => socket.end()), 'connection-lost'],
    ['reset without an answer', saying((socket) => socket.resetAndDestroy()), 'connection-lost'],
    ['an answer that is not HTTP', saying((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')), 'malformed'],
    [
      'chunks without a length',
      saying((socket) => socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZZ\r\n')),
      'malformed',
    ],
    [
      'reset after the headers',
      web((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
        setTimeout(() => response.socket?.resetAndDestroy(), 20)
      }),
      'connection-lost',
    ],
    [
      'a body shorter than it says',
      saying((socket) =>
        socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n${frames.content('Well')}`),
      ),
      'truncated',
    ],
    [
      'damaged gzip',
      web((_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' })
        response.end(Buffer.from('1f8b0800000000000003ffffffffff', 'hex'))
      }),
      'malformed',
    ],
    [
      'a firewall page with 403',
      web((_request, response) => {
        response.writeHead(403, { 'content-type': 'text/html' })
        response.end('<!DOCTYPE html><title>Just a moment...</title>')
      }),
      'gateway-page',
    ],
  ] as const)('%s → $2', async (_what, server, outcome) => {
    const observation = await withServer(server, ({ port }) => ask(targetAt(at(port))))
    expect(classOf(observation)).toBe(outcome)
    expectReadable(outcome)
  })

  test('a redirect to another origin is reported and not followed', async () => {
    await withServer(web(answering), async (elsewhere) => {
      const to = `${at(elsewhere.port)}/chat/completions?ticket=secret`
      const observation = await withSim(fault('redirect-other-origin', { to }), ({ url }) =>
        ask(targetAt(url)),
      )
      expect(classOf(observation)).toBe('redirect')
      expect(observation.http?.redirectTo).toBe(`http://127.0.0.1:${elsewhere.port}`)
      expect(elsewhere.sockets).toEqual([])
    })
    expectReadable('redirect')
  })

  test('nor is one on the same origin', async () => {
    await withSim(fault('redirect-same'), async ({ url, received }) => {
      expect(classOf(await ask(targetAt(url)))).toBe('redirect')
      expect(received.length).toBe(1)
    })
  })
})

describe('connections', () => {
  async function askTwice(sim: object): Promise<readonly Observation[]> {
    return withSim(sim, async ({ url }) => {
      const target = targetAt(url)
      const lane = openLane(target)
      const observations = [
        await ask(target, {}, lane),
        await ask(target, {}, lane),
        await ask(target, {}, lane),
      ]
      await lane.close()
      return observations
    })
  }

  test('a relay that closes after each answer: every probe is cold', async () => {
    const observations = await askTwice(fault('close-after-each'))
    expect(observations.map(classOf)).toEqual(['ok', 'ok', 'ok'])
    expect(observations.map(({ connection }) => connection?.reused)).toEqual([false, false, false])
    expect(observations.every(({ timeline }) => timeline.tcp !== undefined)).toBe(true)
  })

  test('a relay that drops a kept connection: nobody is to blame, and the next attempt dials', async () => {
    const observations = await askTwice(fault('close-idle'))
    expect(observations.map(classOf)).toEqual(['ok', 'stale-connection', 'ok'])
    expect(observations.map(({ connection }) => connection?.reused)).toEqual([false, true, false])
    expectReadable('stale-connection')
  })

  test('the same drop later than a round trip is the relay giving no answer', async () => {
    let requests = 0
    const server = web((request, response) => {
      request.resume()
      if (requests++ === 0) return void response.end(shortStream)
      setTimeout(() => request.socket.destroy(), 1_100)
    })
    await withServer(server, async ({ port }) => {
      const target = targetAt(at(port))
      const lane = openLane(target)
      const observations = [await ask(target, {}, lane), await ask(target, {}, lane)]
      await lane.close()
      expect(observations.map(classOf)).toEqual(['ok', 'connection-lost'])
    })
  })

  const at = (port: number): string => `http://127.0.0.1:${port}/v1`
})
