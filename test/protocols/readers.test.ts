import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { protocols } from '../../src/protocols/index.ts'
import type { Protocol, Reader } from '../../src/protocols/protocol.ts'
import { corpusFolder, readExchange, readIndex } from '../interop/corpus.ts'
import { serveExchange } from '../interop/serve-exchange.ts'
import { ask, targetAt } from '../run/ask-target.ts'

/** Words that readers look for, so that chance finds their branches. */
const words = [
  ...['type', 'error', 'message', 'delta', 'content', 'text', 'usage', 'response', 'output', 'item', 'index'],
  ...['choices', 'candidates', 'parts', 'functionCall', 'finishReason', 'content_block', 'data', 'embedding'],
  ...['message_start', 'content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta'],
  ...['message_stop', 'tool_use', 'input_json_delta', 'text_delta', 'response.created', 'response.completed'],
  ...[
    'response.output_item.added',
    'response.output_item.done',
    'response.output_text.delta',
    'function_call',
  ],
  ...[
    'arguments',
    'partial_json',
    'summary',
    'status',
    'stop_reason',
    'output_index',
    '__proto__',
    'constructor',
  ],
]
const word = fc.constantFrom(...words)
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.oneof(word, fc.string(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.oneof(word, fc.string()), tie('json')), { maxLength: 6 }).map(Object.fromEntries),
  ),
}))
const frame = fc.oneof({ weight: 6, arbitrary: json.map((value) => JSON.stringify(value)) }, fc.string())
const event = fc.option(word, { nil: undefined })

const feed = (reader: Reader, frames: readonly (readonly [string, string | undefined])[]): void => {
  for (const [data, name] of frames)
    for (const read of reader.frame(data, name)) expect(read.type).toBeTypeOf('string')
}

/** The frames of a few recorded streams, without regard to how a standard decoder would join lines. */
async function recordedFrames(protocol: Protocol): Promise<readonly string[]> {
  if (corpusFolder() === undefined) return []
  const streams = (await readIndex()).filter(
    ({ protocol: id, body }) => id === protocol.id && body.endsWith('.sse'),
  )
  const bodies = await Promise.all(streams.slice(0, 40).map(async ({ id }) => (await readExchange(id)).body))
  return bodies.flatMap((body) =>
    [...body.toString('utf8').matchAll(/^data: ?(.*)$/gm)].slice(0, 40).map(([, data = '']) => data),
  )
}

describe.each(protocols.map((protocol) => [protocol.id, protocol] as const))('%s', (_id, protocol) => {
  test('no frames, in no order, make its reader throw', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(frame, event), { maxLength: 12 }), (frames) =>
        feed(protocol.openReader(), frames),
      ),
      { seed: 1, numRuns: 300 },
    )
  })

  test('no body makes its reader throw, and each body says something', () => {
    fc.assert(
      fc.property(json, (body) => {
        expect(protocol.openReader().whole(body).length).toBeGreaterThan(0)
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  test('recorded frames in any order do not make its reader throw', async () => {
    const recorded = await recordedFrames(protocol)
    if (recorded.length === 0) return
    const orders = fc.array(fc.tuple(fc.constantFrom(...recorded), event), { maxLength: 60 })
    fc.assert(
      fc.property(orders, (frames) => feed(protocol.openReader(), frames)),
      { seed: 1, numRuns: 100 },
    )
  })
})

describe('values that make careless programs fall over', () => {
  const nested = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
  const many = (piece: string) => Array(140_000).fill(piece).join(',')
  const bodies: readonly (readonly [string, string, string, boolean])[] = [
    ['openai-responses', 'deep usage', `{"output":[],"usage":{"x":${nested}}}`, false],
    ['anthropic-messages', 'deep input', `{"content":[{"type":"tool_use","input":${nested}}]}`, false],
    ['gemini', 'deep stream', `data: {"usageMetadata":{"x":${nested}}}\n\n`, true],
    ['gemini', 'deep array', `[{"usageMetadata":{"x":${nested}}}]`, true],
    ['gemini', 'many parts', `{"candidates":[{"content":{"parts":[${many('{"text":"a"}')}]}}]}`, false],
    ['openai-responses', 'many items', `{"output":[${many('{}')}]}`, false],
    [
      'anthropic-messages',
      'many blocks',
      `{"type":"message","content":[${many('{"type":"text","text":"a"}')}]}`,
      false,
    ],
  ]

  test.each(bodies)('%s: %s', async (id, _what, body, stream) => {
    const protocol = protocols.find((each) => each.id === id)
    const meta = { status: 200, response_headers: {} }
    const server = await serveExchange({ body: Buffer.from(body), meta }, { cuts: 'whole' })
    try {
      const { ending } = await ask(targetAt(server.baseUrl, { ...(protocol && { protocol }) }), { stream })
      expect(ending).toEqual({ type: 'complete' })
    } finally {
      await server.close()
    }
  })
})
