import { createServer, type Socket } from 'node:net'
import { now } from '../core/clock.ts'

/**
 * A relay that tells what it really did: it answers at a stated pace, and the last words of each answer are its own
 * stamps. So a client's error is known request by request, on differences of one clock each. Bare sockets, because the
 * server must not be what is late.
 */

/** How an answer is paced, and what to ask for to get it: pace and length travel in the model's name. */
export interface TruthPace {
  readonly firstMs: number
  readonly tokens: number
  readonly gapMs: number
}

/** Every token but the last, which holds the stamps, has this many characters. */
export const truthTokenChars = 5

export const truthModel = ({ firstMs, tokens, gapMs }: TruthPace): string =>
  `truth-${firstMs}-${tokens}-${gapMs}`

/** Starts the server on a free port of 127.0.0.1. @returns its base URL, and what ends it at once. */
export async function listenForTruth(): Promise<{ readonly url: string; close(): void }> {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    new Connection(socket)
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/v1`,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

const mostTokens = 1_000

function paceOf(request: string): TruthPace | undefined {
  const [, firstMs, tokens, gapMs] = /"truth-(\d{1,5})-(\d{1,4})-(\d{1,5})"/.exec(request) ?? []
  if (firstMs === undefined || tokens === undefined || gapMs === undefined) return undefined
  const count = Math.min(mostTokens, Math.max(1, Number(tokens)))
  return { firstMs: Number(firstMs), tokens: count, gapMs: Number(gapMs) }
}

/** One client's connection: one request at a time, as our lanes send them. */
class Connection {
  readonly #socket: Socket
  #held = ''
  #answer: Answer | undefined

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.#read(text))
    // A client may leave at any moment: that is its right, and ends the answer.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#answer?.stop())
  }

  #read(text: string): void {
    const at = now()
    this.#held += text
    const head = this.#held.indexOf('\r\n\r\n')
    if (head < 0) return
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(this.#held.slice(0, head))?.[1] ?? 0)
    const end = head + 4 + length
    if (this.#held.length < end) return
    const request = this.#held.slice(0, end)
    this.#held = this.#held.slice(end)
    const pace = request.startsWith('POST ') ? paceOf(request) : undefined
    if (pace) this.#answer = new Answer(this.#socket, pace, at)
    else this.#socket.write(notFound)
  }
}

/** One answer under way. Stamps are taken right before each write; the schedule is absolute. */
class Answer {
  readonly #socket: Socket
  readonly #pace: TruthPace
  readonly #receivedAt: number
  readonly #stampsUs: number[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(socket: Socket, pace: TruthPace, receivedAt: number) {
    this.#socket = socket
    this.#pace = pace
    this.#receivedAt = receivedAt
    socket.write(opening)
    this.#schedule()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #schedule(): void {
    const { firstMs, gapMs } = this.#pace
    const due = this.#receivedAt + firstMs + this.#stampsUs.length * gapMs
    this.#timer = setTimeout(() => this.#perform(), Math.max(0, due - now()))
  }

  #perform(): void {
    const done = this.#stampsUs.length
    if (done === this.#pace.tokens) return void this.#socket.write(closing(this.#stampsUs))
    this.#stampsUs.push(Math.round((now() - this.#receivedAt) * 1000))
    this.#socket.write(frames[done % frames.length] ?? '')
    this.#schedule()
  }
}

// --- the bytes of an answer, made once

const words = [' time', ' year', ' data', ' cost', ' line', ' rate', ' unit', ' test']

const base = {
  id: 'chatcmpl-0123456789abcdef01234567',
  object: 'chat.completion.chunk',
  created: 1_764_000_000,
  model: 'truth',
  system_fingerprint: 'fp_0123456789',
}

const event = (fields: object): string => `data: ${JSON.stringify({ ...base, ...fields })}\n\n`

const delta = (fields: object, finish: string | null = null): string =>
  event({ choices: [{ index: 0, delta: fields, logprobs: null, finish_reason: finish }] })

/** A chunk of HTTP/1.1's chunked transfer coding. */
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`

const opening = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n${chunk(
    delta({ role: 'assistant', content: '' }),
  )}`,
)
const frames = words.map((content) => Buffer.from(chunk(delta({ content }))))

/** The last token: stamps of the others in µs since the request was received, as ` =20013,40020,…`. */
function closing(stampsUs: readonly number[]): string {
  const tokens = stampsUs.length + 1
  const usage = { prompt_tokens: 1, completion_tokens: tokens, total_tokens: tokens + 1 }
  const end = `${delta({}, 'stop')}${event({ choices: [], usage })}data: [DONE]\n\n`
  return `${chunk(`${delta({ content: ` =${stampsUs.join()}` })}${end}`)}${chunk('')}`
}

/** What an answer of this server says that it did, µs since it received the request; undefined for any other text. */
export function truthIn(text: string): readonly number[] | undefined {
  const stamps = / =([\d,]+)$/.exec(text)?.[1]
  return stamps?.split(',').map(Number)
}

const notFoundBody = '{"error":{"message":"only completions of truth models are served"}}'
const notFound = `HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: ${notFoundBody.length}\r\n\r\n${notFoundBody}`
