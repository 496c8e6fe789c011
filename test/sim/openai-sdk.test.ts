import OpenAI, { APIError } from 'openai'
import { expect, test } from 'vitest'
import { withSim } from './client.ts'

const messages = [{ role: 'user' as const, content: 'Describe a harbor in winter.' }]
const settings = { key: 'sk-test', output_tokens: 20, reasoning_tokens: 3 }
const clientOf = (baseURL: string, apiKey = 'sk-test') => new OpenAI({ baseURL, apiKey, maxRetries: 0 })

test('the official SDK lists models', async () => {
  await withSim(settings, async ({ url }) => {
    const ids: string[] = []
    for await (const model of clientOf(url).models.list()) ids.push(model.id)
    expect(ids).toEqual(['demo-mini', 'demo-pro'])
  })
})

test('the official SDK streams, with usage', async () => {
  await withSim(settings, async ({ url }) => {
    const stream = clientOf(url).chat.completions.stream({
      model: 'demo-pro',
      messages,
      stream_options: { include_usage: true },
    })
    let deltas = ''
    stream.on('content', (delta) => {
      deltas += delta
    })
    const final = await stream.finalChatCompletion()
    expect(final.choices[0]?.message.content).toBe(deltas)
    expect(deltas.length).toBeGreaterThan(20)
    expect(final.choices[0]?.finish_reason).toBe('stop')
    expect(final.usage?.completion_tokens).toBe(23)
    expect(final.usage?.completion_tokens_details?.reasoning_tokens).toBe(3)
  })
})

test('the official SDK gets a whole answer', async () => {
  await withSim(settings, async ({ url }) => {
    const answer = await clientOf(url).chat.completions.create({
      model: 'demo-mini',
      messages,
      max_tokens: 10,
    })
    expect(answer.model).toBe('demo-mini')
    expect(answer.choices[0]?.message.content).toMatch(/^[A-Za-z ]+/)
    expect(answer.usage?.completion_tokens).toBe(10)
  })
})

test('the official SDK reads its errors as errors', async () => {
  await withSim(settings, async ({ url }) => {
    const refused = clientOf(url, 'sk-other').chat.completions.create({ model: 'demo-mini', messages })
    await expect(refused).rejects.toThrow(APIError)
    await expect(refused).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' })
  })
})
