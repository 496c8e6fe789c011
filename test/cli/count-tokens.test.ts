import { expect, test } from 'vitest'
import { web, withServer } from '../run/servers.ts'
import { relaybench } from './harness.ts'

/** Counts as each vendor's endpoint answers; everything else is not there. */
const counter = () =>
  web((request, response) => {
    const answers = new Map([
      ['/v1/messages/count_tokens', { input_tokens: 17 }],
      ['/v1/responses/input_tokens', { object: 'response.input_tokens', input_tokens: 18 }],
      ['/v1/models/m:countTokens', { totalTokens: 19 }],
    ])
    const answer = answers.get(request.url ?? '')
    request.resume()
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer ?? { error: { message: 'no such page' } }))
  })

const count = (port: number, protocol: string) =>
  relaybench([
    'probe',
    '--base-url',
    `http://127.0.0.1:${port}/v1`,
    '--model',
    'm',
    '--protocol',
    protocol,
    '--count-tokens',
  ])

test.each([
  ['anthropic-messages', '17 input tokens\n'],
  ['openai-responses', '18 input tokens\n'],
  ['gemini', '19 input tokens\n'],
])('%s counts the tokens of a prompt', async (protocol, stdout) => {
  await withServer(counter(), async ({ port }) => {
    expect(await count(port, protocol)).toEqual({ code: 0, stdout, stderr: '' })
  })
})

test('a relay without the endpoint gives no count, and says what it said', async () => {
  await withServer(
    web((request, response) => {
      request.resume()
      response.writeHead(404).end('nothing here')
    }),
    async ({ port }) => {
      const { code, stdout } = await count(port, 'gemini')
      expect(code).toBe(3)
      expect(stdout).toMatch(/HTTP 404 nothing here/)
    },
  )
})

test('a protocol without such an endpoint is refused before anything is sent', async () => {
  expect(await count(9, 'openai-chat')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('no endpoint that counts'),
  })
})
