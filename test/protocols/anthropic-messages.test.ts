import { describe, expect, test } from 'vitest'
import { streamed, whole } from './read.ts'

const id = 'anthropic-messages'
const start = (more: object = {}) => ({
  type: 'message_start',
  message: { id: 'msg_1', model: 'claude-opus-5', content: [], stop_reason: null, ...more },
})
const block = (content_block: object, index = 0) => ({ type: 'content_block_start', index, content_block })
const delta = (said: object, index = 0) => ({ type: 'content_block_delta', index, delta: said })
const text = (said: string, index = 0) => delta({ type: 'text_delta', text: said }, index)
const blockStop = (index = 0) => ({ type: 'content_block_stop', index })
const stopped = (stop_reason: string, usage?: object) => ({
  type: 'message_delta',
  delta: { stop_reason },
  usage,
})
const stop = { type: 'message_stop' }
const toolUse = { type: 'tool_use', id: 'toolu_1', name: 'roll', input: {} }

describe('text and thinking', () => {
  test('are the initial text of a block and its deltas', () => {
    const reply = streamed(id, [
      start(),
      block({ type: 'thinking', thinking: 'h' }),
      delta({ type: 'thinking_delta', thinking: 'mm' }),
      delta({ type: 'signature_delta', signature: 'abc' }),
      blockStop(),
      { type: 'ping' },
      block({ type: 'text', text: 'He' }, 1),
      text('llo', 1),
      blockStop(1),
      stopped('end_turn'),
      stop,
    ])
    expect(reply).toMatchObject({
      text: 'Hello',
      reasoning: 'hmm',
      id: 'msg_1',
      model: 'claude-opus-5',
      finishReason: { unified: 'stop', raw: 'end_turn' },
      complete: true,
      stamps: { firstToken: 1, firstOutput: 6, lastToken: 7, done: 10 },
    })
  })

  test.each([
    { type: 'redacted_thinking', data: 'x' },
    { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'x' } },
    { type: 'web_search_tool_result', content: [{ type: 'text', text: 'x' }] },
    { type: 'mcp_tool_use', id: 'm', name: 'x', input: {} },
    { type: 'fallback', from: 'a', to: 'b' },
    { type: 'compaction', content: 'x' },
  ])('$type is neither, and no call of ours', (content_block) => {
    const piece = delta({ type: 'input_json_delta', partial_json: '{"query":"x"}' })
    const reply = streamed(id, [start(), block(content_block), piece, blockStop()])
    expect(reply).toMatchObject({ text: '', reasoning: '', toolCalls: [] })
    expect(reply.stamps.firstToken).toBeUndefined()
  })

  test('of several messages in one body are joined, and nothing is read between them', () => {
    const reply = streamed(id, [
      start(),
      text('a'),
      stopped('tool_use'),
      stop,
      text('lost'),
      start(),
      text('b'),
      stopped('end_turn'),
      stop,
    ])
    expect(reply).toMatchObject({ text: 'ab', finishReason: { raw: 'end_turn' } })
  })
})

describe('tool calls', () => {
  const piece = (partial_json: string, index = 0) => delta({ type: 'input_json_delta', partial_json }, index)

  test.each([
    ['pieces', [block(toolUse), piece(''), piece('{"a"'), piece(':1}'), blockStop()], '{"a":1}'],
    ['a whole input', [block({ ...toolUse, input: { a: 1 } }), blockStop()], '{"a":1}'],
    ['no input', [block(toolUse), piece(''), blockStop()], '{}'],
    ['a block that never ended', [block({ ...toolUse, input: { a: 1 } }), stop], '{"a":1}'],
  ])('have the arguments of %s', (_name, frames, wanted) => {
    expect(streamed(id, [start(), ...frames]).toolCalls).toEqual([
      { id: 'toolu_1', name: 'roll', arguments: wanted },
    ])
  })

  test('may stand complete in the start of a message, and later blocks do not touch them', () => {
    const reply = streamed(id, [start({ content: [toolUse] }), block(toolUse), piece('{"a":1}'), blockStop()])
    expect(reply.toolCalls?.map((call) => call.arguments)).toEqual(['{}', '{"a":1}'])
  })
})

describe('usage', () => {
  test('input includes what was read from and written to the cache', () => {
    const usage = {
      input_tokens: 5,
      cache_read_input_tokens: 30,
      cache_creation_input_tokens: 200,
      output_tokens: 7,
    }
    expect(whole(id, { content: [], usage }).usage).toEqual({
      inputTokens: 235,
      cachedInputTokens: 30,
      cacheWriteTokens: 200,
      outputTokens: 7,
      raw: usage,
    })
  })

  test('each count is the last one reported; null reports nothing', () => {
    const reply = streamed(id, [
      start({ usage: { input_tokens: 5, cache_read_input_tokens: 3, output_tokens: 1 } }),
      stopped('end_turn', { output_tokens: 4, input_tokens: null }),
      stopped('end_turn', { input_tokens: 6, output_tokens: 9 }),
    ])
    expect(reply.usage).toMatchObject({ inputTokens: 9, cachedInputTokens: 3, outputTokens: 9 })
  })

  test('absent counts stay absent', () => {
    expect(whole(id, { content: [], usage: { output_tokens: 2 } }).usage).toEqual({
      outputTokens: 2,
      raw: { output_tokens: 2 },
    })
  })
})

test.each([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['pause_turn', 'stop'],
  ['tool_use', 'tool-calls'],
  ['max_tokens', 'length'],
  ['refusal', 'content-filter'],
  ['compaction', 'other'],
])('stop reason %s is %s', (raw, unified) => {
  expect(streamed(id, [start(), stopped(raw)]).finishReason).toEqual({ raw, unified })
  expect(whole(id, { content: [], stop_reason: raw }).finishReason).toEqual({ raw, unified })
})

test.each([
  [{ type: 'error', error: { type: 'overloaded_error', message: 'Busy' } }, 'overloaded_error', 'Busy'],
  [{ error: { message: 'Chat style', type: 'upstream_error' } }, 'upstream_error', 'Chat style'],
])('an error frame %j keeps its words', (frame, type, message) => {
  expect(streamed(id, [start(), text('a'), frame])).toMatchObject({ text: 'a', error: { type, message } })
  expect(whole(id, frame).error).toMatchObject({ type, message })
})

test('a body without content is malformed', () => {
  expect(whole(id, { type: 'message' }).malformed).toBe('the body has no content')
})
