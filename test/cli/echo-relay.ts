import type { ServerResponse } from 'node:http'
import { type Answer, type Asked, completion, frame, sendJson } from './fake-relay.ts'

/** The ways in which a relay gives a key back, careless or hostile. */
export const echoes = {
  'in a JSON error': ({ keys }, response) =>
    sendJson(response, { error: { message: `bad key: ${keys}`, type: keys, code: keys, param: keys } }, 400),

  'escaped as Go and PHP write JSON': ({ keys }, response) => {
    const go = JSON.stringify(keys).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)
    const php = JSON.stringify(keys).replaceAll('/', '\\/')
    response.writeHead(500, { 'content-type': 'application/json' })
    response.end(`{"oops":{"go":${go},"php":${php}}}`)
  },

  'at the place where an excerpt is cut': ({ keys }, response) => {
    response.writeHead(502, { 'content-type': 'text/plain' })
    response.end(`${'x'.repeat(384)} ${keys}`)
  },

  'in the title of a page': ({ keys }, response) => {
    response.writeHead(503, { 'content-type': 'text/html' })
    response.end(`<!doctype html><html><title>${'y'.repeat(180)}${keys}</title><body>${keys}</body></html>`)
  },

  'in headers': ({ keys }, response) =>
    sendJson(response, completion({ content: 'fine' }), 200, {
      'content-type': `application/json; key=${keys}`,
      'x-request-id': keys,
      server: keys,
      via: `${'z'.repeat(280)}${keys}`,
      ...(/^[a-z0-9-]+$/.test(keys) && { [`x-ratelimit-${keys}`]: keys }),
    }),

  'in frames that split it': async ({ keys }, response) => {
    const half = Math.floor(keys.length / 2)
    const choice = (delta: object, rest = {}) =>
      frame({ id: keys, model: keys, choices: [{ index: 0, delta, ...rest }] })
    const call = { index: 0, id: keys, function: { name: keys, arguments: `{"key":${JSON.stringify(keys)}` } }
    const all = [
      choice({ reasoning_content: keys.slice(0, half) }),
      choice({ reasoning_content: keys.slice(half) }),
      choice({ content: keys.slice(0, half) }),
      choice({ content: keys.slice(half) }),
      choice({ refusal: keys }),
      choice({ tool_calls: [call] }),
      choice({}, { finish_reason: keys }),
      frame({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 9, [keys]: [1, keys, { keys }] } }),
    ].join('')
    await inPieces(response, `${all}data: [DONE]\n\n`, 37)
  },

  'where the kept text ends': ({ keys }, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(frame({ choices: [{ index: 0, delta: { content: `${'w'.repeat(1_985)}${keys}` } }] }))
    response.end(`${frame({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}data: [DONE]\n\n`)
  },

  'in part, and then breaks off': ({ keys }, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(frame({ choices: [{ index: 0, delta: { content: `key: ${keys.slice(0, 22)}` } }] }))
    setTimeout(() => response.destroy(), 30)
  },

  'in frames that are no JSON': ({ keys }, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(`: ${keys}\n\nevent: error\ndata: ${keys}\n\ndata: {${keys}\n\nid: ${keys}\n${keys}\n\n`)
    response.end()
  },

  'in base64': ({ keys }, response) => {
    const forms = [keys, `Bearer ${keys}`, `user:${keys}`, `u:${keys}`].map((text) => Buffer.from(text))
    const message = forms.map((form) => `${form.toString('base64')} ${form.toString('base64url')}`).join(' ')
    sendJson(response, { error: { message } }, 400)
  },

  'in URL encoding': ({ keys, path }, response) => {
    const encoded = encodeURIComponent(keys)
    const lower = encoded.replace(/%../g, (code) => code.toLowerCase())
    const form = new URLSearchParams({ keys }).toString()
    sendJson(response, { error: { message: `${path} ${encoded} ${lower} ${form}` } }, 400)
  },
} as const satisfies Record<string, (asked: AskedWithKey, response: ServerResponse) => void | Promise<void>>

export type Echo = keyof typeof echoes

type AskedWithKey = Asked & { readonly keys: string }

/** The path below which a relay echoes in this way. */
export const pathOf = (echo: Echo): string => `/echo-${Object.keys(echoes).indexOf(echo)}/v1`

/** Gives whatever credential came with a request back, in the way that the path says; lists it as a model, too. */
export const echoing: Answer = (asked, response) => {
  const withKey = { ...asked, keys: credentialsOf(asked).join(' ') }
  if (asked.method === 'GET') return listing(withKey, response)
  const [, number] = /^\/echo-(\d+)\//.exec(asked.path) ?? []
  return Object.values(echoes)[Number(number)]?.(withKey, response)
}

/** Listings have errors of their own; half of the relays list, half refuse. */
function listing({ keys, path }: AskedWithKey, response: ServerResponse): void {
  if (/echo-\d*[02468]\//.test(path)) sendJson(response, { data: [{ id: keys }, { id: 'demo-mini' }] })
  else sendJson(response, { error: { message: `${'v'.repeat(270)} ${keys}` } }, 403)
}

/** Every value of the request that holds a secret of the tests. */
export function credentialsOf({ headers, path }: Asked): readonly string[] {
  const bearer = headers.authorization?.replace(/^Bearer /, '')
  const query = new URL(path, 'http://relay.invalid').searchParams.get('key')
  const others = ['x-api-key', 'api-key', 'x-secret', 'cookie'].map((name) => headers[name])
  return [bearer, query, ...others].filter((value) => typeof value === 'string')
}

async function inPieces(response: ServerResponse, text: string, size: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (let at = 0; at < text.length; at += size) {
    response.write(text.slice(at, at + size))
    await new Promise((next) => setTimeout(next, 1))
  }
  response.end()
}
