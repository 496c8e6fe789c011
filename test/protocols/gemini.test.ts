import { describe, expect, test } from 'vitest'
import { classify } from '../../src/metrics/classify.ts'
import { protocolNamed } from '../../src/protocols/index.ts'
import { AnswerReader } from '../../src/run/answer-reader.ts'
import { defaultSizeLimits } from '../../src/transport/limits.ts'
import { type Recording, serveExchange } from '../interop/serve-exchange.ts'
import { ask, targetAt } from '../run/ask-target.ts'
import { streamed, whole } from './read.ts'

const id = 'gemini'
const parts = (...said: object[]) => ({ candidates: [{ content: { parts: said } }] })
const finished = (finishReason: unknown) => ({ candidates: [{ content: {}, finishReason }] })

describe('parts', () => {
  test('thoughts are reasoning; code, results and images say nothing', () => {
    const reply = streamed(id, [
      { ...parts({ text: 'hm', thought: true }), modelVersion: 'gemini-3-pro', responseId: 'r1' },
      parts({ executableCode: { code: 'x' } }, { codeExecutionResult: { output: 'x' } }),
      parts({ inlineData: { data: 'x' } }, { text: 'Hi' }),
      parts({ text: '' }),
      finished('STOP'),
    ])
    expect(reply).toMatchObject({
      text: 'Hi',
      reasoning: 'hm',
      model: 'gemini-3-pro',
      id: 'r1',
      complete: true,
    })
    expect(reply.stamps).toEqual({ firstFrame: 0, firstToken: 0, firstOutput: 2, lastToken: 2 })
  })

  test('only the first candidate is read', () => {
    const [first] = parts({ text: 'a' }).candidates
    const [second] = parts({ text: 'b' }).candidates
    const chunk = {
      candidates: [
        { ...second, index: 1 },
        { ...first, index: 0 },
      ],
    }
    expect(streamed(id, [chunk]).text).toBe('a')
  })

  test('a call is a tool call, and what goes on without a name is left out', () => {
    const reply = streamed(id, [
      parts({ functionCall: { id: 'f1', name: 'roll', args: { sides: 6 } } }),
      parts({ functionCall: { name: 'ping' } }),
      parts({ functionCall: { partialArgs: [{ jsonPath: '$.a', stringValue: 'x' }] } }),
      finished('STOP'),
    ])
    expect(reply.toolCalls).toEqual([
      { id: 'f1', name: 'roll', arguments: '{"sides":6}' },
      { name: 'ping', arguments: '{}' },
    ])
    expect(reply.finishReason).toEqual({ raw: 'STOP', unified: 'tool-calls' })
  })
})

test.each([
  ['STOP', 'stop'],
  [1, 'stop'],
  ['MAX_TOKENS', 'length'],
  [2, 'length'],
  ['SAFETY', 'content-filter'],
  ['RECITATION', 'content-filter'],
  ['MALFORMED_FUNCTION_CALL', 'error'],
  ['UNEXPECTED_TOOL_CALL', 'other'],
  [99, 'other'],
])('finish reason %j is %s', (given, unified) => {
  expect(streamed(id, [finished(given)]).finishReason).toEqual({ raw: String(given), unified })
})

test('a blocked prompt is a content filter', () => {
  const body = { promptFeedback: { blockReason: 'SAFETY' } }
  const finishReason = { raw: 'SAFETY', unified: 'content-filter' }
  expect(streamed(id, [body])).toMatchObject({ finishReason, complete: true })
  expect(whole(id, body)).toMatchObject({ finishReason })
})

describe('usage', () => {
  test('output includes thoughts, and later reports win', () => {
    const last = {
      promptTokenCount: 9,
      candidatesTokenCount: 2,
      thoughtsTokenCount: 5,
      cachedContentTokenCount: 4,
    }
    const reply = streamed(id, [
      { usageMetadata: { promptTokenCount: 9, thoughtsTokenCount: 3 } },
      { usageMetadata: last },
    ])
    expect(reply.usage).toEqual({
      inputTokens: 9,
      outputTokens: 7,
      reasoningTokens: 5,
      cachedInputTokens: 4,
      raw: last,
    })
  })

  test('absent counts stay absent', () => {
    expect(whole(id, { candidates: [], usageMetadata: { totalTokenCount: 1 } }).usage).toEqual({
      raw: { totalTokenCount: 1 },
    })
  })
})

test('an error keeps code, status word and message', () => {
  const error = { code: 503, message: 'Too busy.', status: 'UNAVAILABLE', details: [] }
  const wanted = { code: '503', message: 'Too busy.', type: 'UNAVAILABLE' }
  expect(streamed(id, [parts({ text: 'a' }), { error }])).toMatchObject({ text: 'a', error: wanted })
  expect(whole(id, { error }).error).toEqual(wanted)
})

test('a body without candidates is malformed', () => {
  expect(whole(id, { models: [] }).malformed).toBe('the body has no candidates')
})

describe('a stream that is one JSON array', () => {
  const answerTo = async (body: string, status = 200) => {
    const recording: Recording = {
      body: Buffer.from(body),
      meta: { status, response_headers: { 'content-type': 'application/json' } },
    }
    const server = await serveExchange(recording, { cuts: 'random', seed: 3 })
    try {
      return await ask(targetAt(server.baseUrl, { protocol: protocolNamed(id) }))
    } finally {
      await server.close()
    }
  }
  const openAnswer = () => {
    const answer = new AnswerReader(protocolNamed(id).openReader(), defaultSizeLimits)
    return { draft: answer.draft, bytes: (text: string, at: number) => answer.bytes(Buffer.from(text), at) }
  }
  const chunks = [parts({ text: 'thinking…', thought: true }), parts({ text: '好🙂' }), finished('STOP')]

  test('is read like any other stream', async () => {
    const observation = await answerTo(JSON.stringify(chunks, null, 2))
    const { reply, stream } = observation
    expect(reply).toMatchObject({ text: '好🙂', reasoning: 'thinking…', shape: 'stream' })
    expect(classify(observation)).toBe('ok')
    expect(stream.frames).toBe(3)
  })

  test('stamps each element with the read that brought its last byte', () => {
    const { draft, bytes } = openAnswer()
    const pieces = chunks.map((chunk) => JSON.stringify(chunk))
    bytes(`[${pieces[0]}`, 1)
    bytes(`,${pieces[1]?.slice(0, -1)}`, 2)
    bytes('}', 3)
    bytes(`,${pieces[2]}]`, 4)
    expect(draft.stamps).toEqual({ firstFrame: 1, firstToken: 1, firstOutput: 3, lastToken: 3 })
  })

  test.each([
    ['cut in the middle', JSON.stringify(chunks).slice(0, -30), 'truncated', {}],
    ['with an error in it', JSON.stringify([...chunks, { error: { message: 'No.' } }]), 'error-in-200', {}],
    ['of nothing', '[]', 'malformed', {}],
    ['of something else', '[1, "a", null]', 'malformed', {}],
  ])('%s', async (_name, body, outcome) => {
    expect(classify(await answerTo(body))).toBe(outcome)
  })

  test('of a failed request is its error', async () => {
    const error = { code: 429, message: 'Slow down.', status: 'RESOURCE_EXHAUSTED' }
    const observation = await answerTo(JSON.stringify([{ error }]), 429)
    expect(observation.reply.error).toEqual({
      code: '429',
      message: 'Slow down.',
      type: 'RESOURCE_EXHAUSTED',
    })
    expect(classify(observation)).toBe('rate-limited')
  })
})

test('a page that a failed request gets is quoted by its title', async () => {
  const recording: Recording = {
    body: Buffer.from('<!DOCTYPE html><title>Error 404 (Not Found)!!1</title><p>gone'),
    meta: { status: 404, response_headers: { 'content-type': 'text/html' } },
  }
  const server = await serveExchange(recording, { cuts: 'whole' })
  const { reply } = await ask(targetAt(server.baseUrl, { protocol: protocolNamed(id) }))
  await server.close()
  expect(reply).toMatchObject({ shape: 'html', error: { message: 'Error 404 (Not Found)!!1' } })
})
