import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { protocolNamed } from '../../src/protocols/index.ts'
import type { ReplyEvent } from '../../src/protocols/protocol.ts'
import { argumentsFor } from '../../src/sim/arguments.ts'
import { randomFor } from '../../src/sim/random.ts'
import { bookingJsonSchema, bookingSchema, prompt } from './booking.ts'
import { ask, withSim } from './client.ts'

/** Simple types with all their limits, as zod has them. */
const schemas = fc.letrec<{ any: z.ZodType; object: z.ZodType }>((tie) => {
  const range = (min: number, max: number) =>
    fc
      .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
  return {
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant(z.boolean()),
      fc.constant(z.null()),
      fc.constantFrom(z.iso.date(), z.iso.datetime(), z.email(), z.uuid(), z.url()),
      range(0, 60).map(([min, max]) => z.string().min(min).max(max)),
      range(-50, 50).map(([min, max]) => z.int().min(min).max(max)),
      range(-50, 50).map(([min, max]) =>
        z
          .int()
          .gt(min)
          .lt(max + 2),
      ),
      range(-50, 50).map(([min, max]) => z.number().min(min).max(max)),
      range(-50, 50).map(([min, max]) =>
        z
          .number()
          .gt(min)
          .lt(max + 0.5),
      ),
      fc.uniqueArray(fc.string(), { minLength: 1 }).map((words) => z.enum(words)),
      fc.string().map((word) => z.literal(word)),
      fc.tuple(tie('any'), range(0, 4)).map(([item, [min, max]]) => z.array(item).min(min).max(max)),
      tie('any').map((inner) => inner.nullable()),
      tie('object'),
    ),
    object: fc
      .dictionary(fc.string(), fc.tuple(tie('any'), fc.boolean()), { maxKeys: 5 })
      .map((fields) =>
        z.strictObject(
          Object.fromEntries(
            Object.entries(fields).map(([name, [type, optional]]) => [
              name,
              optional ? type.optional() : type,
            ]),
          ),
        ),
      ),
  }
})

test('arguments satisfy any schema of simple types', () => {
  fc.assert(
    fc.property(schemas.object, fc.nat(), (schema, seed) => {
      const made = argumentsFor(z.toJSONSchema(schema), randomFor(seed, 0, 'tools'))
      schema.parse(JSON.parse(JSON.stringify(made)))
    }),
    { seed: 5, numRuns: 400 },
  )
})

test('whatever stands in place of a schema, arguments are an object', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (schema) => {
      expect(argumentsFor(schema, randomFor(1, 0, 'tools'))).toBeTypeOf('object')
    }),
    { seed: 5 },
  )
})

const messages = [{ role: 'user', content: prompt }]
const book = { name: 'book', parameters: bookingJsonSchema }
const model = 'demo-mini'
const geminiTools = (mode: string) => ({
  contents: [{ role: 'user', parts: [{ text: prompt }] }],
  tools: [{ functionDeclarations: [{ name: 'book', parametersJsonSchema: bookingJsonSchema }] }],
  toolConfig: { functionCallingConfig: { mode } },
})

/** A request with a tool in each dialect: what it says where a call is demanded, left open, or forbidden. */
const dialects = [
  {
    id: 'openai-chat',
    path: { stream: '/v1/chat/completions', whole: '/v1/chat/completions' },
    body: (choice: string) => ({
      model,
      messages,
      tools: [{ type: 'function', function: book }],
      tool_choice: choice,
      stream_options: { include_usage: true },
    }),
    words: { required: 'required', auto: 'auto', none: 'none' },
  },
  {
    id: 'openai-responses',
    path: { stream: '/v1/responses', whole: '/v1/responses' },
    body: (choice: string) => ({
      model,
      input: prompt,
      tools: [{ type: 'function', ...book }, { type: 'web_search' }],
      tool_choice: choice,
    }),
    words: { required: 'required', auto: 'auto', none: 'none' },
  },
  {
    id: 'anthropic-messages',
    path: { stream: '/v1/messages', whole: '/v1/messages' },
    body: (choice: string) => ({
      model,
      messages,
      max_tokens: 10,
      tools: [{ name: 'book', input_schema: bookingJsonSchema }],
      tool_choice: { type: choice },
    }),
    words: { required: 'any', auto: 'auto', none: 'none' },
  },
  {
    id: 'gemini',
    path: {
      stream: `/v1beta/models/${model}:streamGenerateContent?alt=sse`,
      whole: `/v1beta/models/${model}:generateContent`,
    },
    body: geminiTools,
    words: { required: 'ANY', auto: 'AUTO', none: 'NONE' },
  },
] as const

type Shape = 'stream' | 'whole'

/** What our own reader makes of the reply. The sim's framing is plain, so that no decoder of ours stands between. */
async function readBack(
  dialect: (typeof dialects)[number],
  shape: Shape,
  demand: 'required' | 'auto' | 'none',
  more: object = {},
) {
  const body = { ...dialect.body(dialect.words[demand]), ...(shape === 'stream' && { stream: true }) }
  const settings = { output_tokens: 10, reasoning_tokens: 4, ...more }
  const { text } = await withSim(settings, (sim) => ask(sim, { path: dialect.path[shape], body }))
  const reader = protocolNamed(dialect.id).openReader()
  const events: ReplyEvent[] = []
  if (shape === 'whole') events.push(...reader.whole(JSON.parse(text)))
  else
    for (const frame of text.split(/\r?\n\r?\n/).filter((each) => each !== '')) {
      const [, event] = /^event: (.*)$/m.exec(frame) ?? []
      events.push(...reader.frame(/^data: (.*)$/m.exec(frame)?.[1] ?? '', event))
    }
  const pieces = events.filter((event) => event.type === 'tool')
  return {
    complete: reader.complete,
    calls: new Set(pieces.map(({ index }) => index)).size,
    names: new Set(pieces.flatMap(({ name }) => name ?? [])),
    text: pieces.map((piece) => piece.arguments ?? '').join(''),
    said: events.some(({ type }) => type === 'text'),
    malformed: events.filter(({ type }) => type === 'malformed'),
    outputTokens: events
      .flatMap((event) => (event.type === 'usage' ? (event.usage.outputTokens ?? []) : []))
      .at(-1),
  }
}

describe.each(dialects)('$id', (dialect) => {
  test('our own reader reads the call: the same from a stream as from a whole answer', async () => {
    const whole = await readBack(dialect, 'whole', 'required')
    const stream = await readBack(dialect, 'stream', 'required')
    expect(stream).toEqual(whole)
    expect(stream).toMatchObject({
      complete: true,
      calls: 1,
      names: new Set(['book']),
      malformed: [],
      said: false,
    })
    bookingSchema.parse(JSON.parse(stream.text))
    // Reasoning, and arguments of more than ten pieces, which no limit cuts.
    expect(stream.outputTokens).toBeGreaterThan(4 + 10)
  })

  test.each([
    [undefined, 'auto', 0],
    [undefined, 'required', 1],
    [undefined, 'none', 0],
    ['always', 'auto', 1],
    ['always', 'none', 0],
    ['never', 'required', 0],
  ] as const)('tool_calls %s, tool choice %s → %i calls', async (tool_calls, demand, calls) => {
    for (const shape of ['stream', 'whole'] as const) {
      const seen = await readBack(dialect, shape, demand, tool_calls && { tool_calls })
      expect(seen).toMatchObject({ calls, said: calls === 0, complete: true })
    }
  })

  test('a call that is cut never looks complete', async () => {
    const seen = await readBack(dialect, 'stream', 'required', { faults: [{ fault: 'cut-fin' }] })
    expect(seen.complete).toBe(false)
  })

  test('an empty answer has no call either', async () => {
    const seen = await readBack(dialect, 'whole', 'required', { faults: [{ fault: 'empty-answer' }] })
    expect(seen).toMatchObject({ calls: 0, text: '' })
  })
})

test.each(['tool-no-index', 'tool-args-object', 'tool-name-resent'])(
  'our own reader of chat is not misled by %s',
  async (fault) => {
    const [chat] = dialects
    for (const shape of ['stream', 'whole'] as const)
      expect(await readBack(chat, shape, 'required', { faults: [{ fault }] })).toEqual(
        await readBack(chat, shape, 'required'),
      )
  },
)

test('a reasoning that takes the whole limit leaves no room for a call', async () => {
  const body = { ...dialects[0].body('required'), max_tokens: 3 }
  const { text } = await withSim({ reasoning_tokens: 9 }, (sim) => ask(sim, { body }))
  expect(JSON.parse(text).choices[0]).toMatchObject({ finish_reason: 'length', message: { content: '' } })
  expect(text).not.toContain('tool_calls')
})

test('a choice by name calls that one of several', async () => {
  const tools = ['first', 'second', 'third'].map((name) => ({
    type: 'function',
    function: { ...book, name },
  }))
  const body = { model, messages, tools, tool_choice: { type: 'function', function: { name: 'second' } } }
  await withSim({}, async (sim) => {
    for (let nth = 0; nth < 5; nth++) {
      const { choices } = JSON.parse((await ask(sim, { body })).text)
      expect(choices[0].message.tool_calls[0].function.name).toBe('second')
    }
  })
})
