import Anthropic, {
  APIError,
  AuthenticationError,
  InternalServerError,
  OverloadedError,
  RateLimitError,
} from '@anthropic-ai/sdk'
import { expect, test } from 'vitest'
import { bookingJsonSchema, bookingSchema, failures, prompt, settings } from './booking.ts'
import { withSim } from './client.ts'

const clientOf = (url: string, apiKey = 'sk-test') =>
  new Anthropic({ baseURL: new URL(url).origin, apiKey, maxRetries: 0 })
const whole = { model: 'demo-pro', max_tokens: 100, messages: [{ role: 'user' as const, content: prompt }] }
const errorClasses = {
  401: AuthenticationError,
  429: RateLimitError,
  500: InternalServerError,
  529: OverloadedError,
}

test('the official SDK lists models', async () => {
  await withSim(settings, async ({ url }) => {
    const ids: string[] = []
    for await (const model of clientOf(url).models.list()) ids.push(model.id)
    expect(ids).toEqual(['demo-mini', 'demo-pro'])
  })
})

test('the official SDK reads the same from a stream as from a whole answer, thinking and usage too', async () => {
  const answer = await withSim(settings, ({ url }) => clientOf(url).messages.create(whole))
  let text = ''
  let thinking = ''
  const final = await withSim(settings, ({ url }) =>
    clientOf(url)
      .messages.stream(whole)
      .on('text', (delta) => {
        text += delta
      })
      .on('thinking', (delta) => {
        thinking += delta
      })
      .finalMessage(),
  )
  expect(text).toMatch(/^[A-Za-z ]+/)
  expect(final.content).toMatchObject([
    { type: 'thinking', thinking },
    { type: 'text', text },
  ])
  expect(answer.content.map(({ type }) => type)).toEqual(['thinking', 'text'])
  expect(answer.content).toMatchObject([{ thinking }, { text }])
  expect(final.stop_reason).toBe('end_turn')
  expect(final.usage).toEqual(answer.usage)
  expect(final.usage.output_tokens).toBe(23)
})

test.each([{ type: 'any' as const }, { type: 'tool' as const, name: 'book' }])(
  'the official SDK reads a call demanded by %j, whole and streamed',
  async (tool_choice) => {
    const tools = [{ name: 'book', input_schema: { ...bookingJsonSchema, type: 'object' as const } }]
    const asked = { ...whole, tools, tool_choice }
    const answer = await withSim(settings, ({ url }) => clientOf(url).messages.create(asked))
    const pieces: string[] = []
    const final = await withSim(settings, ({ url }) =>
      clientOf(url)
        .messages.stream(asked)
        .on('inputJson', (piece) => pieces.push(piece))
        .finalMessage(),
    )
    const call = answer.content.find((block) => block.type === 'tool_use')
    bookingSchema.parse(call?.input)
    expect(final.stop_reason).toBe('tool_use')
    const same = final.content.find((block) => block.type === 'tool_use')
    expect(same).toMatchObject({ name: 'book', input: call?.input })
    expect(JSON.parse(pieces.join(''))).toEqual(call?.input)
    expect(pieces.length).toBeGreaterThan(5)
    expect(final.usage).toEqual(answer.usage)
  },
)

test.each(failures)('status %i is the error class of the official SDK', async (status, fault) => {
  await withSim({ ...settings, faults: [{ fault }] }, async ({ url }) => {
    const refused = clientOf(url).messages.create({ ...whole, stream: true })
    await expect(refused).rejects.toBeInstanceOf(errorClasses[status])
    await expect(refused).rejects.toMatchObject({ status, error: { type: 'error' } })
  })
})

test('a wrong key is an error of the official SDK', async () => {
  await withSim(settings, async ({ url }) => {
    const refused = clientOf(url, 'sk-other').messages.create(whole)
    await expect(refused).rejects.toBeInstanceOf(AuthenticationError)
  })
})

test.each([
  ['cut', Error],
  ['cut-fin', Error],
  ['error-frame-mid', APIError],
])('%s makes the official SDK throw', async (fault, kind) => {
  await withSim({ ...settings, faults: [{ fault }] }, async ({ url }) => {
    await expect(clientOf(url).messages.stream(whole).finalMessage()).rejects.toBeInstanceOf(kind)
  })
})
