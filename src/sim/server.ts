import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { now } from '../core/clock.ts'
import type { SimConfig } from './config.ts'
import { perform } from './perform.ts'
import { createRelay } from './relay.ts'

/** What a client asked and what became of it. */
interface ReceivedRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Parsed where it is JSON, else text. */
  readonly body: unknown
  /** Names of the faults that struck it. */
  readonly faults: readonly string[]
  /** Whether the reply came to a proper HTTP end while the client was there. */
  readonly completed: boolean
}

/** A simulated relay that listens. */
export interface Sim {
  /** Base URL for an OpenAI client, `http://127.0.0.1:PORT/v1`. */
  readonly url: string
  /** Every request so far, in order of arrival; grows as they come. */
  readonly received: readonly ReceivedRequest[]
  /** Ends every exchange and frees the port. */
  close(): Promise<void>
}

type Entry = { -readonly [Key in keyof ReceivedRequest]: ReceivedRequest[Key] }

/**
 * Starts a simulated relay on 127.0.0.1.
 * @throws the system's error when the port is taken.
 */
export async function startSim(config: SimConfig): Promise<Sim> {
  const relay = createRelay(config)
  const received: Entry[] = []
  const doomed = new WeakSet<Socket>()
  const closing = new AbortController()
  let underWay = 0

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A client may leave between our check and our write; that is its right, not an error of ours.
    response.on('error', () => {})
    const entry = entryFor(request)
    received.push(entry)
    if (doomed.has(request.socket)) return void request.socket.destroy()
    const body = await readBody(request)
    if (body === undefined) return
    entry.body = parsed(body)
    const startedAt = now()
    const { script, faults, busy } = relay(entry, { underWay, atMs: startedAt })
    entry.faults = faults
    if (script.dropNext) doomed.add(request.socket)
    if (busy) underWay++
    try {
      entry.completed = await perform(script, response, startedAt, goneSignal(response, closing.signal))
    } finally {
      if (busy) underWay--
    }
  }

  // Longer than any pause between probes, so that connections only go stale on purpose.
  const server = createServer(
    { keepAliveTimeout: 60_000 },
    (request, response) => void serve(request, response),
  )
  server.listen(config.port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${portOf(server.address())}/v1`,
    received,
    async close() {
      closing.abort()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0

function entryFor(request: IncomingMessage): Entry {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')])
  return {
    method: request.method ?? '',
    path: request.url ?? '/',
    headers: Object.fromEntries(headers),
    body: '',
    faults: [],
    completed: false,
  }
}

/** undefined: the client left before it had said everything. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = []
  try {
    for await (const piece of request) pieces.push(piece)
  } catch {
    return undefined
  }
  return Buffer.concat(pieces).toString('utf8')
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

/** Aborted when the client leaves or the relay closes. */
function goneSignal(response: ServerResponse, closing: AbortSignal): AbortSignal {
  const left = new AbortController()
  response.once('close', () => left.abort())
  return AbortSignal.any([left.signal, closing])
}
