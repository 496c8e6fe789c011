import {
  ApiError,
  FunctionCallingConfigMode,
  type GenerateContentResponse,
  GoogleGenAI,
  Type,
} from '@google/genai'
import { expect, test } from 'vitest'
import { bookingJsonSchema, bookingSchema, failures, prompt, settings } from './booking.ts'
import { withSim } from './client.ts'

/** This SDK retries only when it is told to. */
const clientOf = (url: string, apiKey = 'sk-test') =>
  new GoogleGenAI({ apiKey, httpOptions: { baseUrl: new URL(url).origin } })
const whole = { model: 'demo-pro', contents: prompt }

async function streamed(url: string, asked: Parameters<GoogleGenAI['models']['generateContent']>[0]) {
  const seen: GenerateContentResponse[] = []
  for await (const each of await clientOf(url).models.generateContentStream(asked)) seen.push(each)
  return seen
}

const partsOf = (reply: GenerateContentResponse | undefined) => reply?.candidates?.[0]?.content?.parts ?? []
const saidBy = (replies: readonly GenerateContentResponse[], thought: boolean) =>
  replies
    .flatMap(partsOf)
    .filter((part) => (part.thought ?? false) === thought)
    .map(({ text }) => text ?? '')
    .join('')

test('the official SDK lists models', async () => {
  await withSim(settings, async ({ url }) => {
    const names: (string | undefined)[] = []
    for await (const model of await clientOf(url).models.list()) names.push(model.name)
    expect(names).toEqual(['models/demo-mini', 'models/demo-pro'])
  })
})

test('the official SDK reads the same from a stream as from a whole answer, thoughts and usage too', async () => {
  const answer = await withSim(settings, ({ url }) => clientOf(url).models.generateContent(whole))
  const seen = await withSim(settings, ({ url }) => streamed(url, whole))
  expect(answer.text).toMatch(/^[A-Za-z ]+/)
  expect(saidBy(seen, false)).toBe(answer.text)
  expect(saidBy(seen, true)).toBe(saidBy([answer], true))
  expect(saidBy(seen, true)).not.toBe('')
  expect(seen.at(-1)?.candidates?.[0]?.finishReason).toBe('STOP')
  expect(seen.at(-1)?.usageMetadata).toEqual(answer.usageMetadata)
  expect(answer.usageMetadata).toMatchObject({ candidatesTokenCount: 20, thoughtsTokenCount: 3 })
})

test.each([[undefined], [['book']]])(
  'the official SDK reads a call demanded of %j, whole and streamed',
  async (allowedFunctionNames) => {
    const config = {
      tools: [{ functionDeclarations: [{ name: 'book', parametersJsonSchema: bookingJsonSchema }] }],
      toolConfig: {
        functionCallingConfig: {
          mode: FunctionCallingConfigMode.ANY,
          ...(allowedFunctionNames && { allowedFunctionNames }),
        },
      },
    }
    const asked = { ...whole, config }
    const answer = await withSim(settings, ({ url }) => clientOf(url).models.generateContent(asked))
    const seen = await withSim(settings, ({ url }) => streamed(url, asked))
    const [call] = answer.functionCalls ?? []
    expect(call?.name).toBe('book')
    bookingSchema.parse(call?.args)
    expect(seen.flatMap((reply) => reply.functionCalls ?? [])).toEqual([call])
    expect(seen.at(-1)?.usageMetadata).toEqual(answer.usageMetadata)
  },
)

test('the official SDK may declare a tool in the vendor’s own schema', async () => {
  const parameters = {
    type: Type.OBJECT,
    properties: {
      days: { type: Type.INTEGER, minimum: 3, maximum: 5 },
      tags: { type: Type.ARRAY, items: { type: Type.STRING }, minItems: '2', maxItems: '2' },
    },
  }
  const config = { tools: [{ functionDeclarations: [{ name: 'book', parameters }] }] }
  await withSim({ ...settings, tool_calls: 'always' }, async ({ url }) => {
    const { functionCalls } = await clientOf(url).models.generateContent({ ...whole, config })
    const { days, tags } = functionCalls?.[0]?.args ?? {}
    expect([3, 4, 5]).toContain(days)
    expect(tags).toEqual([expect.any(String), expect.any(String)])
  })
})

test.each(failures)('status %i is the error class of the official SDK', async (status, fault) => {
  await withSim({ ...settings, faults: [{ fault }] }, async ({ url }) => {
    const refused = clientOf(url).models.generateContentStream(whole)
    await expect(refused).rejects.toBeInstanceOf(ApiError)
    await expect(refused).rejects.toMatchObject({ status, message: expect.stringContaining(`${status}`) })
  })
})

test('a wrong key is an error of the official SDK', async () => {
  await withSim(settings, async ({ url }) => {
    const refused = clientOf(url, 'sk-other').models.generateContent(whole)
    await expect(refused).rejects.toMatchObject({ status: 401 })
  })
})

test.each([
  ['cut', Error],
  ['error-frame-mid', ApiError],
])('%s makes the official SDK throw', async (fault, kind) => {
  await withSim({ ...settings, faults: [{ fault }] }, async ({ url }) => {
    await expect(streamed(url, whole)).rejects.toBeInstanceOf(kind)
  })
})
