import { describe, expect, test } from 'vitest'
import { streamed, whole } from './read.ts'

const id = 'openai-responses'
const created = {
  type: 'response.created',
  response: { id: 'resp_1', model: 'gpt-5.4', status: 'in_progress' },
}
const text = (delta: string, output_index = 0) => ({
  type: 'response.output_text.delta',
  output_index,
  delta,
})
const message = (said: string) => ({ type: 'message', content: [{ type: 'output_text', text: said }] })
const call = { type: 'function_call', call_id: 'call_1', name: 'roll', arguments: '{"sides":6}' }
const ended = (output: readonly unknown[], more: object = {}) => ({
  type: 'response.completed',
  response: { status: 'completed', output, ...more },
})

describe('text', () => {
  test('comes from deltas; items and the last event only repeat it', () => {
    const done = { type: 'response.output_item.done', output_index: 0, item: message('Hello.') }
    const reply = streamed(id, [created, text('Hel'), text('lo.'), done, ended([message('Hello.')])])
    expect(reply).toMatchObject({ text: 'Hello.', model: 'gpt-5.4', id: 'resp_1', complete: true })
    expect(reply.stamps).toMatchObject({ firstToken: 1, firstOutput: 1, lastToken: 2, done: 4 })
  })

  test.each([
    [
      'a finished item',
      [created, { type: 'response.output_item.done', output_index: 0, item: message('Hi') }],
    ],
    ['the last event', [created, ended([message('Hi')])]],
    ['the last event, sent twice', [created, ended([message('Hi')]), ended([message('Hi')])]],
    ['both', [{ type: 'response.output_item.done', item: message('Hi') }, ended([message('Hi')])]],
  ])('without deltas comes from %s', (_name, frames) => {
    expect(streamed(id, frames).text).toBe('Hi')
  })

  test('items of unknown types and keep-alives say nothing', () => {
    const odd = { type: 'response.output_item.done', output_index: 0, item: { type: 'hologram', text: 'x' } }
    const reply = streamed(id, [created, { type: 'keepalive' }, odd, '', ': ping', text('Hi', 1), ended([])])
    expect(reply).toMatchObject({ text: 'Hi', reasoning: '', toolCalls: [] })
  })

  test('of a chat completion that answers in its place is read too', () => {
    const chunk = (delta: object, finish_reason?: string) => ({
      choices: [{ index: 0, delta, finish_reason }],
    })
    const reply = streamed(id, [chunk({ content: 'Hi' }), chunk({}, 'stop'), '[DONE]'])
    expect(reply).toMatchObject({
      text: 'Hi',
      finishReason: { unified: 'stop', raw: 'stop' },
      complete: true,
    })
    expect(whole(id, { choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }] }).text).toBe('Hi')
  })
})

describe('reasoning and refusals', () => {
  test('summaries and raw reasoning are both reasoning, and no visible output', () => {
    const delta = (type: string, said: string) => ({ type, output_index: 0, delta: said })
    const reply = streamed(id, [
      delta('response.reasoning_summary_text.delta', 'a'),
      delta('response.reasoning_text.delta', 'b'),
      text('c', 1),
    ])
    expect(reply).toMatchObject({ reasoning: 'ab', text: 'c' })
    expect(reply.stamps).toMatchObject({ firstToken: 0, firstOutput: 2 })
  })

  test('all parts of an item without deltas are kept', () => {
    const parts = (type: string, ...texts: string[]) => texts.map((said) => ({ type, text: said }))
    const item = {
      type: 'reasoning',
      summary: parts('summary_text', 'a', 'b'),
      content: parts('reasoning_text', 'c'),
    }
    expect(streamed(id, [{ type: 'response.output_item.done', output_index: 0, item }]).reasoning).toBe('abc')
  })

  test('a refusal is no text, and its finish is a content filter', () => {
    const refusal = { type: 'response.refusal.delta', output_index: 0, delta: 'I cannot.' }
    expect(streamed(id, [created, refusal, ended([])])).toMatchObject({
      text: '',
      refusal: 'I cannot.',
      finishReason: { unified: 'content-filter', raw: 'completed' },
    })
  })
})

describe('tool calls', () => {
  const added = { type: 'response.output_item.added', output_index: 1, item: { ...call, arguments: '' } }
  const piece = (delta: string) => ({
    type: 'response.function_call_arguments.delta',
    output_index: 1,
    delta,
  })
  const done = { type: 'response.output_item.done', output_index: 1, item: call }
  const wanted = [{ id: 'call_1', name: 'roll', arguments: '{"sides":6}' }]

  test.each([
    ['pieces', [created, added, piece('{"sides"'), piece(':6}'), done, ended([message('x'), call])]],
    ['a finished item', [created, done, ended([call])]],
    ['the last event', [created, ended([call])]],
  ])('are read once from %s', (_name, frames) => {
    expect(streamed(id, frames)).toMatchObject({
      toolCalls: wanted,
      finishReason: { unified: 'tool-calls', raw: 'completed' },
    })
  })

  test('each piece of arguments is a token', () => {
    expect(streamed(id, [created, added, piece('{'), piece('}')]).stamps).toMatchObject({
      firstToken: 1,
      lastToken: 3,
    })
  })

  test('a custom call has an input in place of arguments', () => {
    const item = { type: 'custom_tool_call', call_id: 'c', name: 'shell', input: 'ls' }
    expect(whole(id, { output: [item] }).toolCalls).toEqual([{ id: 'c', name: 'shell', arguments: 'ls' }])
  })

  test('calls of several responses in one body stay apart', () => {
    const reply = streamed(id, [created, done, ended([call]), created, done, ended([call])])
    expect(reply.toolCalls).toEqual([...wanted, ...wanted])
  })
})

describe('the end', () => {
  test.each([
    [{ type: 'response.incomplete', response: { status: 'incomplete' } }, 'other', 'incomplete'],
    [
      { type: 'response.incomplete', response: { incomplete_details: { reason: 'max_output_tokens' } } },
      'length',
      'incomplete',
    ],
    [
      { type: 'response.incomplete', response: { incomplete_details: { reason: 'content_filter' } } },
      'content-filter',
      'incomplete',
    ],
    [{ type: 'response.completed' }, 'stop', 'completed'],
    [{ type: 'response.failed', response: {} }, 'error', 'failed'],
  ])('%j finishes as %s', (frame, unified, raw) => {
    expect(streamed(id, [created, frame])).toMatchObject({
      finishReason: { unified, raw },
      stamps: { done: 1 },
      complete: true,
    })
  })

  test('without a last event a stream is not complete', () => {
    const { complete, finishReason } = streamed(id, [created, text('Hi')])
    expect([complete, finishReason]).toEqual([false, undefined])
  })

  test('usage has one meaning for all protocols', () => {
    const usage = {
      input_tokens: 9,
      input_tokens_details: { cached_tokens: 4 },
      output_tokens: 7,
      output_tokens_details: { reasoning_tokens: 5 },
    }
    expect(streamed(id, [created, ended([], { usage })]).usage).toEqual({
      inputTokens: 9,
      cachedInputTokens: 4,
      outputTokens: 7,
      reasoningTokens: 5,
      raw: usage,
    })
  })
})

describe('errors', () => {
  test.each([
    [
      { type: 'error', code: 'server_error', message: 'Broke.' },
      { message: 'Broke.', code: 'server_error' },
    ],
    [{ error: { message: 'Chat style.', code: '500' } }, { message: 'Chat style.', code: '500' }],
    [{ type: 'oops', error: { message: 'Odd type.' } }, { message: 'Odd type.' }],
    [{ type: 'error', status: 1 }, { message: '{"type":"error","status":1}' }],
    [
      { type: 'response.failed', response: { error: { code: 'rate_limit_exceeded', message: 'Slow.' } } },
      { message: 'Slow.', code: 'rate_limit_exceeded' },
    ],
  ])('%j', (frame, error) => {
    expect(streamed(id, [created, frame]).error).toMatchObject(error)
  })

  test.each([
    [{ status: 'completed' }, { malformed: 'the body has no output' }],
    [{ error: { message: 'No.' } }, { error: { message: 'No.' } }],
    [{ output: [], status: 'failed', error: { message: 'No.' } }, { error: { message: 'No.' } }],
  ])('a whole body %j', (body, expected) => {
    expect(whole(id, body)).toMatchObject(expected)
  })
})
