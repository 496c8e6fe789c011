import { describe, expect, test } from 'vitest'
import type { Ask } from '../../src/core/ask.ts'
import { Secret } from '../../src/core/secret.ts'
import { classify } from '../../src/metrics/classify.ts'
import { protocolNamed } from '../../src/protocols/index.ts'
import { parseSim, startSim } from '../../src/sim/index.ts'
import { ask, targetAt } from '../run/ask-target.ts'

/** Where each protocol's base URL ends, beside a simulated relay's `/v1`. */
const bases: Readonly<Record<string, string>> = {
  'openai-chat': '/v1',
  'openai-responses': '/v1',
  'anthropic-messages': '',
  gemini: '/v1beta',
}
const ids = Object.keys(bases)
const settings = { key: 'sk-right', output_tokens: 20, reasoning_tokens: 6, seed: 5 }

async function askSim(id: string, change: Partial<Ask> = {}, more: object = {}) {
  const sim = await startSim(parseSim({ ...settings, ...more }))
  try {
    const baseUrl = sim.url.replace(/\/v1$/, bases[id] ?? '')
    const protocol = protocolNamed(id)
    const observation = await ask(targetAt(baseUrl, { protocol, key: new Secret('sk-right') }), change)
    return { observation, received: sim.received.at(-1) }
  } finally {
    await sim.close()
  }
}

describe.each(ids)('%s at the simulated relay', (id) => {
  test('a stream and a whole answer are ok and say the same', async () => {
    const [stream, whole] = await Promise.all([askSim(id), askSim(id, { stream: false })])
    expect([classify(stream.observation), classify(whole.observation)]).toEqual(['ok', 'ok'])
    const { text, reasoning, usage } = stream.observation.reply
    expect([text.length > 20, reasoning.length > 5]).toEqual([true, true])
    expect(whole.observation.reply).toMatchObject({ text, reasoning, finishReason: { unified: 'stop' } })
    expect(usage).toMatchObject({ outputTokens: 26 })
    expect(whole.observation.reply.usage).toMatchObject({ outputTokens: 26 })
  })

  test('the clocks tell reasoning from output', async () => {
    const { observation } = await askSim(id, {}, { ttft_ms: 20, token_ms: 3 })
    const { sent = 0, firstFrame = 0, firstToken = 0, firstOutput = 0, lastToken = 0 } = observation.timeline
    const order = [sent, firstFrame, firstToken, firstOutput, lastToken, observation.timeline.end]
    expect(order).toEqual([...order].sort((a, b) => a - b))
    // Lower bounds only: a busy machine reads late, never early. Six tokens of reasoning, then twenty of text.
    expect(firstToken - sent).toBeGreaterThan(18)
    expect(firstOutput - sent).toBeGreaterThan(18 + 5 * 3)
    expect(lastToken - sent).toBeGreaterThan(18 + 24 * 3)
  })

  test('a limit that is reached is a finish by length', async () => {
    const { observation } = await askSim(id, { maxOutputTokens: 8 })
    expect(observation.reply.finishReason?.unified).toBe('length')
  })

  test('a stream that is cut has no finish', async () => {
    const { observation } = await askSim(id, {}, { faults: [{ fault: 'cut' }] })
    expect(observation.reply.finishReason).toBeUndefined()
    expect(classify(observation)).toBe('truncated')
  })

  test.each(['error-429', 'error-in-200', 'error-frame'])('%s is read as an error', async (fault) => {
    const { observation } = await askSim(id, {}, { faults: [{ fault }] })
    expect(observation.reply.error?.message).toMatch(/\w/)
  })
})

describe('what is sent', () => {
  const bodyOf = (id: string, change: Partial<Ask>): unknown => {
    const plain: Ask = { modelId: 'm', prompt: 'Hi', maxOutputTokens: 9, stream: true }
    return JSON.parse(protocolNamed(id).request({ ...plain, ...change }, new Set()).body ?? '')
  }
  const sampling = { reasoningEffort: 'low', temperature: 0.5, topP: 0.9 }

  test('Responses', () => {
    expect(bodyOf('openai-responses', sampling)).toEqual({
      model: 'm',
      input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] }],
      max_output_tokens: 9,
      stream: true,
      store: false,
      reasoning: { effort: 'low' },
      temperature: 0.5,
      top_p: 0.9,
    })
  })

  test('Messages, with the version that they want', async () => {
    expect(bodyOf('anthropic-messages', sampling)).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Hi' }],
      max_tokens: 9,
      stream: true,
      output_config: { effort: 'low' },
      temperature: 0.5,
      top_p: 0.9,
    })
    expect(bodyOf('anthropic-messages', { reasoningEffort: 'none' })).not.toHaveProperty('output_config')
    const { received } = await askSim('anthropic-messages')
    expect(received).toMatchObject({
      path: '/v1/messages',
      headers: { 'anthropic-version': '2023-06-01', 'x-api-key': 'sk-right' },
    })
  })

  test('Gemini, with model and method in the path', async () => {
    expect(bodyOf('gemini', { ...sampling, modelId: 'gemini-3-pro' })).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'Hi' }] }],
      generationConfig: {
        maxOutputTokens: 9,
        thinkingConfig: { thinkingLevel: 'low' },
        temperature: 0.5,
        topP: 0.9,
      },
    })
    const { received } = await askSim('gemini')
    expect(received).toMatchObject({
      path: '/v1beta/models/demo-mini:streamGenerateContent?alt=sse',
      headers: { 'x-goog-api-key': 'sk-right' },
    })
    const whole = await askSim('gemini', { stream: false, modelId: 'models/demo-mini' })
    expect(whole.received?.path).toBe('/v1beta/models/demo-mini:generateContent')
  })

  test.each([
    ['gemini-2.5-flash', 'low', { thinkingBudget: 1_024 }],
    ['google/gemini-2.5-pro', 'high', { thinkingBudget: 24_576 }],
    ['gemini-2.0-flash', 'none', { thinkingBudget: 0 }],
    ['gemini-3.5-flash', 'minimal', { thinkingLevel: 'minimal' }],
    ['gemini-3.5-flash', 'none', { thinkingBudget: 0 }],
  ])('%s is asked for effort %s in its own words', (modelId, reasoningEffort, thinkingConfig) => {
    expect(bodyOf('gemini', { modelId, reasoningEffort })).toMatchObject({
      generationConfig: { thinkingConfig },
    })
  })
})

describe('what is done about a refusal', () => {
  const asked: Ask = {
    modelId: 'm',
    prompt: 'Hi',
    maxOutputTokens: 9,
    stream: true,
    reasoningEffort: 'low',
    temperature: 0.5,
    topP: 0.9,
  }

  test.each([
    ['openai-responses', "Unsupported parameter: 'temperature' is not supported", 'without:temperature'],
    ['openai-responses', "Unknown parameter: 'store'.", 'without:store'],
    ['openai-responses', 'This model does not support reasoning effort', 'without:reasoning'],
    ['openai-responses', '参数不支持', 'without:reasoning'],
    ['openai-responses', "The model 'm' does not exist", undefined],
    ['anthropic-messages', 'output_config: Extra inputs are not permitted', 'without:output_config'],
    ['anthropic-messages', 'This model does not support the effort parameter.', 'without:output_config'],
    ['anthropic-messages', '`temperature` and `top_p` cannot both be specified', 'without:top_p'],
    ['anthropic-messages', 'prompt is too long', undefined],
    ['gemini', 'Thinking level is not supported for this model.', 'without:thinkingConfig'],
    ['gemini', 'Unknown name "thinkingLevel" at generation_config', 'without:thinkingConfig'],
    ['gemini', 'top_p must be 1', 'without:topP'],
    ['gemini', 'API key not valid.', undefined],
    ['embeddings', 'encoding_format is not supported', 'without:encoding_format'],
  ])('%s: "%s" → %s', (id, message, adjustment) => {
    const { retreat, request } = protocolNamed(id)
    expect(retreat({ message }, asked, new Set())).toBe(adjustment)
    if (adjustment === undefined) return
    const field = adjustment.replace('without:', '')
    expect(request(asked, new Set()).body).toContain(`"${field}"`)
    expect(request(asked, new Set([adjustment])).body).not.toContain(`"${field}"`)
    expect(retreat({ message }, asked, new Set([adjustment]))).not.toBe(adjustment)
  })
})

describe('listings', () => {
  const data = [{ id: 'a' }, { id: 'b' }, {}]
  test.each([
    ['openai-responses', '/models', { data }, ['a', 'b']],
    ['anthropic-messages', '/v1/models', { data, has_more: false }, ['a', 'b']],
    ['gemini', '/models', { models: [{ name: 'models/a' }, { name: 'b' }, {}] }, ['a', 'b']],
    ['gemini', '/models', { data: [{ id: 'models/a' }] }, ['a']],
    ['gemini', '/models', { error: {} }, undefined],
    ['embeddings', '/models', { data }, ['a', 'b']],
  ])('%s reads GET %s', (id, path, body, names) => {
    const { listing } = protocolNamed(id)
    expect(listing.request).toMatchObject({ method: 'GET', path })
    expect(listing.read(body)).toEqual(names)
  })
})
