import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ask } from './ask.ts'
import { type ActualReply, compareExpected } from './compare-expected.ts'
import { corpusFolder, type Expectation, readExchange, readIndex } from './corpus.ts'
import { type Cuts, type Recording, serveExchange } from './serve-exchange.ts'

const absent = corpusFolder() === undefined

afterEach(() => vi.unstubAllEnvs())

test('a folder without an index counts as absent', () => {
  vi.stubEnv('RELAYBENCH_CORPORA', 'test/interop')
  expect(corpusFolder()).toBeUndefined()
})

const absence = absent ? ' (skipped: no RELAYBENCH_CORPORA, no ../shared/corpora)' : ''

describe.skipIf(absent)(`the recorded exchanges${absence}`, () => {
  const exchanges = async () => Promise.all((await readIndex()).map(({ id }) => readExchange(id)))

  test('each has a body, and a status and an expectation of the known form', async () => {
    const all = await exchanges()
    expect(all.length).toBeGreaterThan(0)
    for (const { entry, meta, expected } of all) {
      expect([meta.id, meta.status]).toEqual([entry.id, entry.status])
      expect(expected.assert, entry.id).not.toEqual([])
    }
  })

  test('who reads just what is expected differs in nothing, who reads other words differs', async () => {
    const other: ActualReply = { text: '\u0000', reasoning: '\u0000', toolCalls: [] }
    for (const { entry, expected } of await exchanges()) {
      expect(compareExpected(agreeing(expected), expected), entry.id).toEqual([])
      const fields = compareExpected(other, expected).map((difference) => difference.field)
      expect(fields, entry.id).toEqual(
        expect.arrayContaining(expected.assert.filter((field) => field === 'text' || field === 'reasoning')),
      )
    }
  })

  test('an unknown id is an error', async () => {
    await expect(readExchange('no-such-id')).rejects.toThrow('no recorded exchange no-such-id')
  })
})

describe('serving an exchange', () => {
  const served = async (recording: Recording, cuts: Cuts) => {
    const server = await serveExchange(recording, cuts)
    try {
      return await ask(`${server.baseUrl}/chat/completions`, {})
    } finally {
      await server.close()
    }
  }
  const recording = (body: Buffer, headers: Record<string, string> = {}): Recording => ({
    meta: { status: 200, response_headers: { 'content-type': 'text/event-stream', ...headers } },
    body,
  })

  test('any body arrives byte for byte, however it is cut', async () => {
    const bytes = fc.uint8Array({ maxLength: 600 })
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer(), async (body, seed) => {
        const got = await served(recording(Buffer.from(body)), { cuts: 'random', seed })
        expect(got.body).toEqual(Buffer.from(body))
      }),
      { numRuns: 40, seed: 1 },
    )
  })

  test('random cuts reach the client in several reads, a whole body in one', async () => {
    const body = Buffer.from('data: 你好 🙂\n\n'.repeat(40))
    const [cut, whole] = await Promise.all([
      served(recording(body), { cuts: 'random', seed: 7 }),
      served(recording(body), { cuts: 'whole' }),
    ])
    expect(cut.reads).toBeGreaterThan(5)
    expect(whole.reads).toBe(1)
  })

  test('status and headers are the recorded ones, except those that would be untrue now', async () => {
    const { body } = recording(Buffer.from('{}'))
    const headers = {
      'retry-after': '3',
      'content-encoding': 'br',
      'content-length': '99',
      'x-request-id': 'r1',
    }
    const got = await served({ body, meta: { status: 429, response_headers: headers } }, { cuts: 'whole' })
    expect(got.status).toBe(429)
    expect(got.headers).toMatchObject({
      'retry-after': '3',
      'x-request-id': 'r1',
      'transfer-encoding': 'chunked',
    })
    expect(got.headers).not.toHaveProperty('content-encoding')
    expect(got.headers).not.toHaveProperty('content-length')
  })

  test('only a POST is answered', async () => {
    const server = await serveExchange(recording(Buffer.from('x')), { cuts: 'whole' })
    expect((await ask(`${server.baseUrl}/models`)).status).toBe(405)
    await server.close()
  })
})

describe('comparing with an expectation', () => {
  const expected = (about: Partial<Expectation>): Expectation => ({
    assert: [],
    text: '',
    reasoning: '',
    tool_calls: [],
    finish_reason: null,
    usage: null,
    error: null,
    confidence: 'both-agree',
    ...about,
  })
  const empty: ActualReply = { text: '', reasoning: '', toolCalls: [] }
  const call = { id: 'c1', name: 'f', arguments: '{"a": 1}' }
  const refused = { name: 'BadRequestError', message: '400 {"error":{"message":"no","code":"c"}}', type: 't' }

  const cases: [string, Partial<Expectation>, Partial<ActualReply>, string[]][] = [
    ['fields that are not named do not count', { text: 'a' }, { text: 'b' }, []],
    ['text is compared to the character', { assert: ['text'], text: 'a' }, { text: 'a ' }, ['text']],
    ['reasoning too', { assert: ['reasoning'], reasoning: 'a' }, {}, ['reasoning']],
    ['arguments as values', tool(call), { toolCalls: [{ ...call, arguments: '{"a":1}' }] }, []],
    ['arguments that differ', tool(call), { toolCalls: [{ ...call, arguments: '{"a":2}' }] }, ['tool_calls']],
    ['an id that differs', tool(call), { toolCalls: [{ ...call, id: 'c2' }] }, ['tool_calls']],
    ['an id where none was expected', tool({ ...call, id: '' }), { toolCalls: [call] }, []],
    ['a call too many', tool(call), { toolCalls: [call, call] }, ['tool_calls']],
    ['a number is a word', finish({ finish_reason: 1 }), { finishReason: { raw: '1', unified: 'stop' } }, []],
    ['no word', finish({ finish_reason: '', finish_unified: 'other' }), {}, []],
    [
      'a word out of nothing',
      finish({}),
      { finishReason: { raw: 'stop', unified: 'stop' } },
      ['finish_reason'],
    ],
    [
      'the unified word',
      finish({ finish_reason: 'stop', finish_unified: 'content-filter' }),
      { finishReason: { raw: 'stop', unified: 'stop' } },
      ['finish_unified'],
    ],
    [
      'a unified word from a reader that failed',
      finish({ finish_reason: 'completed', finish_unified: 'error', confidence: 'official-only' }),
      { finishReason: { raw: 'completed', unified: 'stop' } },
      [],
    ],
    ['usage that is absent', { assert: ['usage'], usage: {} }, {}, []],
    ['usage invented', { assert: ['usage'] }, { usage: { inputTokens: 0, raw: {} } }, ['usage']],
    ['usage lost', { assert: ['usage'], usage: { output_tokens: 0 } }, {}, ['usage']],
    ['no error', { assert: ['error'] }, { error: { message: 'no' } }, ['error']],
    ['an error missed', { assert: ['error'], error: refused }, {}, ['error']],
    [
      'the message inside',
      { assert: ['error'], error: refused },
      { error: { message: 'no', type: 't' } },
      [],
    ],
    [
      'another type',
      { assert: ['error'], error: refused },
      { error: { message: 'no', type: 'u' } },
      ['error'],
    ],
    ['a message cut when recorded', cut('a "b" c'), { error: { message: 'a "b" c' } }, []],
    ['another than the cut one', cut('a "b" c'), { error: { message: 'a d' } }, ['error']],
    [
      'another message',
      { assert: ['error'], error: refused },
      { error: { message: 'n', type: 't' } },
      ['error'],
    ],
  ]

  test.each(cases)('%s', (_fact, about, actual, fields) => {
    const differences = compareExpected({ ...empty, ...actual }, expected(about))
    expect(differences.map((difference) => difference.field)).toEqual(fields)
  })

  function tool(one: Expectation['tool_calls'][number]): Partial<Expectation> {
    return { assert: ['tool_calls'], tool_calls: [one] }
  }
  function cut(message: string): Partial<Expectation> {
    return {
      assert: ['error'],
      error: { message: JSON.stringify({ message }).padEnd(700, '-').slice(0, 600) },
    }
  }
  function finish(about: Partial<Expectation>): Partial<Expectation> {
    return { assert: ['finish_reason'], ...about }
  }
})

/** The reply of a reader that read exactly what is expected. */
function agreeing(expected: Expectation): ActualReply {
  const { error, usage } = expected
  const type = error?.type ?? (typeof error?.status === 'string' ? error.status : undefined)
  return {
    text: expected.text,
    reasoning: expected.reasoning,
    toolCalls: expected.tool_calls
      .map((call) => ({ ...call, name: call.name ?? '' }) as const)
      .map(withoutAbsentId),
    ...(expected.finish_reason !== null && {
      finishReason: { raw: String(expected.finish_reason), unified: expected.finish_unified ?? 'other' },
    }),
    ...(usage !== null && {
      usage: {
        ...present('inputTokens', usage['input_tokens']),
        ...present('outputTokens', usage['output_tokens']),
        ...present('reasoningTokens', usage['reasoning_tokens']),
        ...present('cachedInputTokens', usage['cached_input_tokens']),
        raw: usage,
      },
    }),
    ...(error !== null && {
      error: {
        message: error.message ?? error.message_contains ?? '',
        ...present('type', type),
        ...present('code', error.code === undefined || error.code === null ? undefined : String(error.code)),
      },
    }),
  }
}

const withoutAbsentId = ({ id, ...call }: { id?: string | undefined; name: string; arguments: string }) => ({
  ...call,
  ...present('id', id),
})

const present = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  value === undefined ? {} : ({ [key]: value } as { readonly [name in Key]: Value })
