import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { now } from '../../src/core/clock.ts'
import { shortStream, web, withServer } from './servers.ts'

/** One request as a relay saw it. */
export interface Arrival {
  /** On the clock of this process. */
  readonly at: number
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Readonly<Record<string, unknown>>
  /** The words that no other prompt of a run begins with; absent for what is no probe. */
  readonly nonce: string | undefined
}

export interface Relay {
  /** Base URL, with /v1. */
  readonly url: string
  readonly arrivals: readonly Arrival[]
  /** Requests for a completion, without listings. */
  readonly probes: () => readonly Arrival[]
  readonly connections: () => number
  /** Most probes that were in flight at once. */
  readonly mostAtOnce: () => number
}

export type Answer = (arrival: Arrival, response: ServerResponse) => void | Promise<void>

/** Answers after a while, streamed or whole as asked. */
export const after =
  (ms = 0): Answer =>
  async ({ body }, response) => {
    if (ms > 0) await delay(ms)
    if (body['stream'] === true) {
      response.setHeader('content-type', 'text/event-stream')
      return void response.end(shortStream)
    }
    sendJson(response, 200, { choices: [{ message: { content: 'Fine.' }, finish_reason: 'stop' }] })
  }

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: object = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

/** Refuses with an error as OpenAI writes it. */
export const refusing =
  (status: number, error: object, headers: object = {}): Answer =>
  (_arrival, response) =>
    sendJson(response, status, { error }, headers)

/** Runs a relay that answers probes as told and lists these models (none: it has no listing). */
export async function withRelay<Result>(
  answer: Answer,
  use: (relay: Relay) => Promise<Result>,
  listed: readonly string[] = ['demo-mini'],
): Promise<Result> {
  const arrivals: Arrival[] = []
  let inFlight = 0
  let most = 0
  const server = web(async (request, response) => {
    const at = now()
    const body = await text(request).catch(() => '')
    const arrival: Arrival = {
      at,
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: body === '' ? {} : JSON.parse(body),
      nonce: /Reference: ([a-z ]+)\./.exec(body)?.[1],
    }
    arrivals.push(arrival)
    if (arrival.method === 'GET')
      return sendJson(response, listed.length > 0 ? 200 : 404, { data: listed.map((id) => ({ id })) })
    most = Math.max(most, ++inFlight)
    response.once('close', () => inFlight--)
    await answer(arrival, response)
  })
  return withServer(server, ({ port, sockets }) =>
    use({
      url: `http://127.0.0.1:${port}/v1`,
      arrivals,
      probes: () => arrivals.filter(({ method }) => method === 'POST'),
      connections: () => sockets.length,
      mostAtOnce: () => most,
    }),
  )
}
