import { expect, test } from 'vitest'
import { protocolNamed } from '../../src/protocols/index.ts'
import { ask, targetAt } from '../run/ask-target.ts'
import { web, withServer } from '../run/servers.ts'
import { streamed, whole } from './read.ts'

const id = 'embeddings'
const vector = {
  object: 'list',
  model: 'text-embedding-3-small',
  data: [{ index: 0, embedding: [0.1, -2, 3] }],
  usage: { prompt_tokens: 5, total_tokens: 5 },
}

test('a vector is an answer without text', () => {
  expect(whole(id, vector)).toEqual({
    text: '',
    reasoning: '',
    toolCalls: [],
    dimensions: 3,
    model: 'text-embedding-3-small',
    finishReason: { unified: 'stop', raw: 'embedding' },
    usage: { inputTokens: 5, raw: vector.usage },
  })
})

test.each([
  ['no data', {}],
  ['an empty list', { data: [] }],
  ['an empty vector', { data: [{ embedding: [] }] }],
  ['a vector of words', { data: [{ embedding: ['a'] }] }],
  ['a packed vector', { data: [{ embedding: 'AAAA' }] }],
])('%s is malformed', (_name, body) => {
  expect(whole(id, body)).toMatchObject({ malformed: 'the body has no vector' })
  expect(whole(id, body).finishReason).toBeUndefined()
})

test('an error in the body is an error', () => {
  expect(whole(id, { error: { message: 'no such model' } }).error).toEqual({ message: 'no such model' })
})

test('a vector in a frame is read all the same', () => {
  expect(streamed(id, [vector, '[DONE]'])).toMatchObject({
    complete: true,
    finishReason: { raw: 'embedding' },
  })
})

test('one short input is sent, and no stream is asked for', async () => {
  let body = ''
  let path: string | undefined
  const server = web((request, response) => {
    path = request.url
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => response.end(JSON.stringify(vector)))
  })
  const { reply, http } = await withServer(server, ({ port }) =>
    ask(targetAt(`http://127.0.0.1:${port}/v1`, { protocol: protocolNamed(id) }), {
      stream: false,
      prompt: `Reference: 17.\n\n${'long '.repeat(500)}`,
    }),
  )
  expect(path).toBe('/v1/embeddings')
  const sent = JSON.parse(body)
  expect(sent).toEqual({
    model: 'demo-mini',
    input: expect.stringMatching(/^Reference: 17\./),
    encoding_format: 'float',
  })
  expect(sent.input.length).toBeLessThanOrEqual(400)
  expect([http?.status, reply.shape, reply.finishReason?.raw]).toEqual([200, 'whole', 'embedding'])
})
