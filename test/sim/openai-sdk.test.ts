import OpenAI, { APIError, AuthenticationError, InternalServerError, RateLimitError } from 'openai'
import { describe, expect, test } from 'vitest'
import { bookingJsonSchema, bookingSchema, failures, prompt, settings } from './booking.ts'
import { withSim } from './client.ts'

const messages = [{ role: 'user' as const, content: prompt }]
const clientOf = (baseURL: string, apiKey = 'sk-test') => new OpenAI({ baseURL, apiKey, maxRetries: 0 })
const errorClasses = {
  401: AuthenticationError,
  429: RateLimitError,
  500: InternalServerError,
  529: InternalServerError,
}

test('the official SDK lists models', async () => {
  await withSim(settings, async ({ url }) => {
    const ids: string[] = []
    for await (const model of clientOf(url).models.list()) ids.push(model.id)
    expect(ids).toEqual(['demo-mini', 'demo-pro'])
  })
})

describe('chat completions', () => {
  const whole = { model: 'demo-pro', messages }
  const streamed = { ...whole, stream_options: { include_usage: true } }
  const called = {
    ...whole,
    tools: [{ type: 'function' as const, function: { name: 'book', parameters: bookingJsonSchema } }],
  }

  test('the official SDK reads the same from a stream as from a whole answer, usage too', async () => {
    const answer = await withSim(settings, ({ url }) => clientOf(url).chat.completions.create(whole))
    let deltas = ''
    const final = await withSim(settings, ({ url }) =>
      clientOf(url)
        .chat.completions.stream(streamed)
        .on('content', (delta) => {
          deltas += delta
        })
        .finalChatCompletion(),
    )
    expect(answer.choices[0]?.message.content).toMatch(/^[A-Za-z ]{20}/)
    expect(deltas).toBe(answer.choices[0]?.message.content)
    expect(final.choices[0]?.message.content).toBe(deltas)
    expect(final.choices[0]?.finish_reason).toBe('stop')
    expect(final.usage).toEqual(answer.usage)
    expect(final.usage).toMatchObject({
      completion_tokens: 23,
      completion_tokens_details: { reasoning_tokens: 3 },
    })
  })

  test('max_tokens cuts what the official SDK gets', async () => {
    await withSim(settings, async ({ url }) => {
      const answer = await clientOf(url).chat.completions.create({ ...whole, max_tokens: 10 })
      expect(answer).toMatchObject({
        choices: [{ finish_reason: 'length' }],
        usage: { completion_tokens: 10 },
      })
    })
  })

  test.each([['required' as const], [{ type: 'function' as const, function: { name: 'book' } }]])(
    'the official SDK reads a call demanded by %j, whole and streamed',
    async (tool_choice) => {
      const asked = { ...called, tool_choice }
      const answer = await withSim(settings, ({ url }) => clientOf(url).chat.completions.create(asked))
      const names: string[] = []
      const final = await withSim(settings, ({ url }) =>
        clientOf(url)
          .chat.completions.stream({ ...asked, ...streamed })
          .on('tool_calls.function.arguments.done', ({ name }) => names.push(name))
          .finalChatCompletion(),
      )
      expect(final.choices[0]?.finish_reason).toBe('tool_calls')
      expect(names).toEqual(['book'])
      const [call] = answer.choices[0]?.message.tool_calls ?? []
      expect(call).toMatchObject({ type: 'function', function: { name: 'book' } })
      if (call?.type === 'function') bookingSchema.parse(JSON.parse(call.function.arguments))
      const [same] = final.choices[0]?.message.tool_calls ?? []
      expect(same).toMatchObject({ function: call?.type === 'function' ? call.function : {} })
      expect(final.usage).toEqual(answer.usage)
    },
  )

  test.each(failures)('status %i is the error class of the official SDK', async (status, fault) => {
    await withSim({ ...settings, faults: [{ fault }] }, async ({ url }) => {
      const refused = clientOf(url).chat.completions.create({ ...streamed, stream: true })
      await expect(refused).rejects.toBeInstanceOf(errorClasses[status])
      await expect(refused).rejects.toMatchObject({ status, message: expect.stringContaining(`${status} `) })
    })
  })

  test('a wrong key is an error of the official SDK', async () => {
    await withSim(settings, async ({ url }) => {
      const refused = clientOf(url, 'sk-other').chat.completions.create(whole)
      await expect(refused).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' })
    })
  })

  test.each([
    ['cut', Error],
    ['error-frame-mid', APIError],
  ])('%s makes the official SDK throw', async (fault, kind) => {
    await withSim({ ...settings, faults: [{ fault }] }, async ({ url }) => {
      const final = clientOf(url).chat.completions.stream(streamed).finalChatCompletion()
      await expect(final).rejects.toBeInstanceOf(kind)
    })
  })
})

describe('responses', () => {
  const whole = { model: 'demo-mini', input: prompt }

  test('the official SDK reads the same from a stream as from a whole answer, usage too', async () => {
    const answer = await withSim(settings, ({ url }) => clientOf(url).responses.create(whole))
    let text = ''
    let reasoning = ''
    const final = await withSim(settings, ({ url }) =>
      clientOf(url)
        .responses.stream(whole)
        .on('response.output_text.delta', ({ delta }) => {
          text += delta
        })
        .on('response.reasoning_summary_text.delta', ({ delta }) => {
          reasoning += delta
        })
        .finalResponse(),
    )
    expect(text).toMatch(/^[A-Za-z ]+/)
    expect([final.output_text, answer.output_text]).toEqual([text, text])
    expect(answer.output[0]).toMatchObject({ type: 'reasoning', summary: [{ text: reasoning }] })
    expect(final.usage).toEqual(answer.usage)
    expect(final.usage).toMatchObject({ output_tokens: 23, output_tokens_details: { reasoning_tokens: 3 } })
  })

  test.each([['required' as const], [{ type: 'function' as const, name: 'book' }]])(
    'the official SDK reads a call demanded by %j, whole and streamed',
    async (tool_choice) => {
      const book = { type: 'function' as const, name: 'book', parameters: bookingJsonSchema, strict: false }
      const asked = { ...whole, tools: [book], tool_choice }
      const answer = await withSim(settings, ({ url }) => clientOf(url).responses.create(asked))
      const done: string[] = []
      const final = await withSim(settings, ({ url }) =>
        clientOf(url)
          .responses.stream(asked)
          .on('response.function_call_arguments.done', (event) => done.push(event.name, event.arguments))
          .finalResponse(),
      )
      const call = answer.output.find((item) => item.type === 'function_call')
      bookingSchema.parse(JSON.parse(call?.arguments ?? ''))
      expect(done).toEqual(['book', call?.arguments])
      const same = final.output.find((item) => item.type === 'function_call')
      expect(same).toMatchObject({ status: 'completed', name: 'book', arguments: call?.arguments })
      expect(final.usage).toEqual(answer.usage)
    },
  )

  test.each(failures)('status %i is the error class of the official SDK', async (status, fault) => {
    await withSim({ ...settings, faults: [{ fault }] }, async ({ url }) => {
      const refused = clientOf(url).responses.create({ ...whole, stream: true })
      await expect(refused).rejects.toBeInstanceOf(errorClasses[status])
    })
  })

  test('a cut makes the official SDK throw, and so does an error in the middle', async () => {
    const finalOf = (fault: string) =>
      withSim({ ...settings, faults: [{ fault }] }, ({ url }) =>
        clientOf(url).responses.stream(whole).finalResponse(),
      )
    await expect(finalOf('cut')).rejects.toBeInstanceOf(Error)
    // This one is thrown as it came: the SDK makes no class of it.
    await expect(finalOf('error-frame-mid')).rejects.toMatchObject({ code: 'stream_read_failed' })
  })
})
