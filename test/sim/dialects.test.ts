import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { type Asking, ask, dataOf, withSim } from './client.ts'

const settings = { output_tokens: 20, reasoning_tokens: 6 }
const input = [{ role: 'user', content: 'Tell me about rivers, please.' }]
const contents = [{ role: 'user', parts: [{ text: 'Tell me about rivers, please.' }] }]
const gemini = '/v1beta/models/demo-mini:'

const requests: Record<string, { stream: Asking; whole: Asking }> = {
  'openai-responses': {
    stream: { path: '/v1/responses', body: { model: 'demo-mini', input, stream: true } },
    whole: { path: '/v1/responses', body: { model: 'demo-mini', input } },
  },
  'anthropic-messages': {
    stream: {
      path: '/v1/messages',
      body: { model: 'demo-mini', messages: input, max_tokens: 100, stream: true },
    },
    whole: { path: '/v1/messages', body: { model: 'demo-mini', messages: input, max_tokens: 100 } },
  },
  gemini: {
    stream: { path: `${gemini}streamGenerateContent?alt=sse`, body: { contents } },
    whole: { path: `${gemini}generateContent`, body: { contents } },
  },
}
const ids = Object.keys(requests)
const request = (id: string, shape: 'stream' | 'whole'): Asking => requests[id]?.[shape] ?? {}

const framesOf = async (id: string, more: object = {}) =>
  dataOf((await withSim({ ...settings, ...more }, (sim) => ask(sim, request(id, 'stream')))).text)
const bodyOf = async (id: string, more: object = {}) =>
  JSON.parse((await withSim({ ...settings, ...more }, (sim) => ask(sim, request(id, 'whole')))).text)

describe('Responses', () => {
  test('opens and closes a reasoning and a message item around their deltas', async () => {
    const frames = await framesOf('openai-responses')
    const runs = frames.map(({ type }) => type).filter((type, i, all) => type !== all[i - 1])
    expect(runs).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.reasoning_summary_part.added',
      'response.reasoning_summary_text.delta',
      'response.reasoning_summary_text.done',
      'response.reasoning_summary_part.done',
      'response.output_item.done',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ])
    expect(frames.map(({ sequence_number }) => sequence_number)).toEqual(frames.map((_, i) => i))
    expect(frames.at(-1).response.usage).toMatchObject({
      output_tokens: 26,
      output_tokens_details: { reasoning_tokens: 6 },
    })
  })

  test('the official SDK streams it, and its whole answer is the same', async () => {
    let deltas = ''
    const final = await withSim(settings, ({ url }) => {
      const client = new OpenAI({ baseURL: url, apiKey: 'any', maxRetries: 0 })
      const stream = client.responses.stream({ model: 'demo-mini', input: 'Describe a harbor in winter.' })
      stream.on('response.output_text.delta', ({ delta }) => {
        deltas += delta
      })
      return stream.finalResponse()
    })
    expect(final.output_text).toBe(deltas)
    expect(deltas.length).toBeGreaterThan(20)
    expect((await bodyOf('openai-responses')).output[1].content[0].text).toBe(deltas)
  })

  test('an answer that was cut by its limit is incomplete', async () => {
    const body = { model: 'demo-mini', input, max_output_tokens: 8 }
    const seen = await withSim(settings, (sim) => ask(sim, { path: '/v1/responses', body }))
    expect(JSON.parse(seen.text)).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      usage: { output_tokens: 8 },
    })
  })
})

describe('Messages', () => {
  test('is two blocks between message_start and message_stop, with cumulative usage', async () => {
    const frames = await framesOf('anthropic-messages')
    const runs = frames.map(({ type }) => type).filter((type, i, all) => type !== all[i - 1])
    const block = ['content_block_start', 'content_block_delta', 'content_block_stop']
    expect(runs).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      ...block.slice(1),
      ...block,
      'message_delta',
      'message_stop',
    ])
    expect(frames[0].message.usage).toMatchObject({ output_tokens: 1 })
    expect(frames.at(-2)).toMatchObject({ delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 26 } })
    const deltas = new Set(frames.flatMap(({ delta }) => delta?.type ?? []))
    expect([...deltas]).toEqual(['thinking_delta', 'signature_delta', 'text_delta'])
  })

  test('every frame names its event before its data', async () => {
    const { text } = await withSim(settings, (sim) => ask(sim, request('anthropic-messages', 'stream')))
    for (const frame of text.trimEnd().split('\n\n')) {
      const [, event] = /^event: (\w+)\ndata: /.exec(frame) ?? []
      expect(JSON.parse(frame.slice(frame.indexOf('data: ') + 6)).type).toBe(event)
    }
  })

  test('a request without max_tokens is refused', async () => {
    const body = { model: 'demo-mini', messages: input }
    const seen = await withSim({}, (sim) => ask(sim, { path: '/v1/messages', body }))
    expect(seen.status).toBe(400)
    expect(JSON.parse(seen.text)).toMatchObject({ type: 'error', error: { type: 'invalid_request_error' } })
  })
})

describe('Gemini', () => {
  test('counts thoughts apart from candidates, cumulatively', async () => {
    const frames = await framesOf('gemini')
    expect(frames).toHaveLength(6 + 20 + 1)
    expect(frames[0].candidates[0].content.parts[0]).toMatchObject({ thought: true })
    expect(frames[0].usageMetadata.candidatesTokenCount).toBeUndefined()
    expect(frames.at(-1)).toMatchObject({
      candidates: [{ finishReason: 'STOP' }],
      usageMetadata: { candidatesTokenCount: 20, thoughtsTokenCount: 6 },
    })
  })

  test('a stream without alt=sse is not served', async () => {
    const path = `${gemini}streamGenerateContent`
    expect((await withSim({}, (sim) => ask(sim, { path, body: { contents } }))).status).toBe(400)
  })
})

/** Everything that a person would read, of a frame or a whole body, whatever the dialect. */
function textIn(value: unknown): string {
  const said: string[] = []
  JSON.stringify(value, (key, inner) => {
    if (inner?.thought === true || inner?.type === 'thinking' || inner?.type === 'reasoning') return undefined
    if (key === 'text' && typeof inner === 'string') said.push(inner)
    return inner
  })
  return said.join('')
}

const visible = (id: string, frames: readonly { type?: string; delta?: unknown }[]) =>
  frames
    .filter(({ type }) => id !== 'openai-responses' || type === 'response.output_text.delta')
    .map((frame) => (id === 'openai-responses' ? String(frame.delta) : textIn(frame)))
    .join('')

describe.each(ids)('%s', (id) => {
  test('says the same in a stream and as a whole', async () => {
    const streamed = visible(id, await framesOf(id))
    expect(streamed.length).toBeGreaterThan(40)
    expect(textIn(await bodyOf(id))).toBe(streamed)
  })

  test('reports no usage where the relay has none', async () => {
    const reply = JSON.stringify([await framesOf(id, { usage: 'none' }), await bodyOf(id, { usage: 'none' })])
    expect(reply).not.toMatch(/output_tokens|TokenCount/)
  })

  test.each([
    ['cut-fin', 10],
    ['stall', 10],
  ])('%s leaves half of the content and no finish', async (fault, content) => {
    const more = { reasoning_tokens: 0, faults: [{ fault }] }
    const seen = await withSim({ ...settings, ...more }, (sim) =>
      ask(sim, { ...request(id, 'stream'), patienceMs: 200 }),
    )
    expect(seen.text).not.toMatch(/message_stop|response\.completed|finishReason/)
    const all = visible(id, await framesOf(id, { reasoning_tokens: 0 }))
    const half = visible(id, dataOf(seen.text))
    expect(half.length).toBeGreaterThan(content)
    expect(all.startsWith(half) && half.length < all.length).toBe(true)
  })

  test('an error speaks the dialect, as a reply and as a frame', async () => {
    const reply = await bodyOf(id, { faults: [{ fault: 'error-503-no-channel' }] })
    expect(reply.error.message).toContain('无可用渠道')
    const [frame] = await framesOf(id, { faults: [{ fault: 'error-frame' }] })
    expect(frame.error?.message ?? frame.message).toContain('upstream error')
  })

  test('an empty answer still ends properly', async () => {
    const frames = await framesOf(id, { faults: [{ fault: 'empty-answer' }] })
    expect(visible(id, frames)).toBe('')
    expect(JSON.stringify(frames.slice(-2))).toMatch(/message_stop|response\.completed|STOP/)
  })
})
