import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'

/** One request as a fake relay saw it. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: { readonly model?: string; readonly stream?: boolean }
  /** The words that make every prompt unlike any other; absent for what is no probe. */
  readonly nonce: string | undefined
  /** "answered" once the whole answer has been handed to the socket. */
  state: 'open' | 'answered' | 'broken'
}

/** Writes one answer. The response is ended by whoever writes it. */
export type Answer = (asked: Asked, response: ServerResponse) => void | Promise<void>

export interface FakeRelay {
  /** Base URL, with /v1. */
  readonly url: string
  readonly port: number
  readonly asked: readonly Asked[]
  /** Requests for a completion, without listings. */
  probes(): readonly Asked[]
  /** Resolves once a condition on the requests holds. */
  until(condition: (relay: FakeRelay) => boolean): Promise<void>
  close(): Promise<void>
}

export interface Pace {
  readonly tokens?: number
  readonly gapMs?: number
  readonly models?: readonly string[]
}

/** A relay that answers at a pace: a listing, streams and whole bodies as OpenAI sends them. */
export const steadily =
  ({ tokens = 4, gapMs = 2, models = ['demo-mini'] }: Pace = {}): Answer =>
  async (asked, response) => {
    if (asked.method === 'GET') return sendJson(response, { data: models.map((id) => ({ id })) })
    const pieces = Array.from({ length: tokens }, (_, i) => `词${i} `)
    const usage = { prompt_tokens: 120, completion_tokens: tokens, total_tokens: 120 + tokens }
    if (!asked.body.stream) {
      await delay(tokens * gapMs)
      return sendJson(response, completion({ content: pieces.join('') }, usage))
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const content of pieces) {
      await delay(gapMs)
      response.write(frame({ choices: [{ index: 0, delta: { content } }] }))
    }
    response.write(frame({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }))
    response.end(`${frame({ choices: [], usage })}data: [DONE]\n\n`)
  }

export const frame = (chunk: object): string => `data: ${JSON.stringify(chunk)}\n\n`

export const completion = (message: object, usage?: object): object => ({
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop' }],
  ...(usage && { usage }),
})

export function sendJson(response: ServerResponse, body: unknown, status = 200, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

/** Starts a relay on loopback that answers as told and remembers every request. */
export async function startFakeRelay(answer: Answer = steadily()): Promise<FakeRelay> {
  const asked: Asked[] = []
  const watchers = new Set<() => void>()
  const changed = () => {
    for (const watch of watchers) watch()
  }
  const server = createServer(async (request, response) => {
    const one = await readRequest(request)
    asked.push(one)
    response.once('close', () => {
      one.state = response.writableFinished ? 'answered' : 'broken'
      changed()
    })
    changed()
    await answer(one, response)
  })
  const port = await listen(server)
  const relay: FakeRelay = {
    url: `http://127.0.0.1:${port}/v1`,
    port,
    asked,
    probes: () => asked.filter(({ method }) => method === 'POST'),
    until: (condition) =>
      new Promise((resolve) => {
        const watch = () => {
          if (!condition(relay)) return
          watchers.delete(watch)
          resolve()
        }
        watchers.add(watch)
        watch()
      }),
    close: () => closed(server),
  }
  return relay
}

async function readRequest(request: IncomingMessage): Promise<Asked> {
  const body = await text(request).catch(() => '')
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body: body === '' ? {} : JSON.parse(body),
    nonce: /Reference: ([a-z ]+)\./.exec(body)?.[1],
    state: 'open',
  }
}

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return (server.address() as AddressInfo).port
}

export async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
}
