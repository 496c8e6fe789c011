import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import { now } from '../../src/core/clock.ts'
import { parseSim, type Sim, startSim } from '../../src/sim/index.ts'

/** An exchange seen from a client that knows HTTP and nothing else. */
export interface Seen {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly rawHeaderBytes: number
  readonly bytes: Buffer
  readonly text: string
  /** ms from sending to each read of body bytes. */
  readonly readsMs: readonly number[]
  readonly headMs: number | undefined
  /** end: a proper HTTP end · broken: the connection was lost · left: we gave up, see `patienceMs` and `enough`. */
  readonly how: 'end' | 'broken' | 'left'
  readonly errorCode: string | undefined
}

export interface Asking {
  readonly body?: unknown
  readonly path?: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly agent?: Agent
  /** So long a silence, before the first byte or after any, ends it. */
  readonly patienceMs?: number
  /** So many bytes end it. */
  readonly enough?: number
}

export const streaming = {
  model: 'demo-mini',
  stream: true,
  stream_options: { include_usage: true },
  messages: [{ role: 'user', content: 'Tell me about rivers, please.' }],
}
export const whole = { model: 'demo-mini', messages: streaming.messages }

const cold = new Agent({ keepAlive: false })

/** Sends one request and reports what came, however it ended. */
export function ask(sim: Sim, asking: Asking = {}): Promise<Seen> {
  const { body = streaming, path = '/v1/chat/completions', method = 'POST', agent = cold } = asking
  const { patienceMs = 60_000, enough = Number.POSITIVE_INFINITY, headers = {} } = asking
  return new Promise((resolve) => {
    const sentAt = now()
    const pieces: Buffer[] = []
    const readsMs: number[] = []
    let reply: IncomingMessage | undefined
    let headMs: number | undefined
    let received = 0
    const finish = (how: Seen['how'], errorCode?: string) => {
      clearTimeout(patience)
      const bytes = Buffer.concat(pieces)
      const rawHeaderBytes = (reply?.rawHeaders ?? []).join('').length
      const common = { bytes, text: bytes.toString('utf8'), readsMs, headMs, how, errorCode, rawHeaderBytes }
      resolve({ status: reply?.statusCode, headers: reply?.headers ?? {}, ...common })
      if (how !== 'end') outgoing.destroy()
    }
    const outgoing = request(new URL(path, sim.url), {
      method,
      agent,
      maxHeaderSize: 2 ** 22,
      headers: { 'content-type': 'application/json', ...headers },
    })
    const patience = setTimeout(() => finish('left'), patienceMs)
    outgoing.on('error', (error: NodeJS.ErrnoException) => finish('broken', error.code))
    outgoing.on('response', (incoming) => {
      reply = incoming
      headMs = now() - sentAt
      incoming.on('data', (piece: Buffer) => {
        readsMs.push(now() - sentAt)
        patience.refresh()
        pieces.push(piece)
        received += piece.length
        if (received >= enough) finish('left')
      })
      incoming.on('end', () => finish('end'))
      incoming.on('error', (error: NodeJS.ErrnoException) => finish('broken', error.code))
    })
    outgoing.end(method === 'GET' ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
  })
}

/** Runs `use` against a simulated relay with these settings. */
export async function withSim<T>(settings: unknown, use: (sim: Sim) => Promise<T>): Promise<T> {
  const sim = await startSim(parseSim(settings))
  try {
    return await use(sim)
  } finally {
    await sim.close()
  }
}

/** The JSON data lines of a stream, `[DONE]` as that string. */
export const dataOf = (text: string) =>
  text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.startsWith('data: '))
    .map((line) => (line === 'data: [DONE]' ? '[DONE]' : JSON.parse(line.slice(6))))

/** Content of all deltas of a chat stream. */
export const contentOf = (text: string): string =>
  dataOf(text)
    .map((frame) => frame.choices?.[0]?.delta?.content ?? '')
    .join('')
