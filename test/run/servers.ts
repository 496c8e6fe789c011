import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import net, { type AddressInfo, type Socket } from 'node:net'
import tls from 'node:tls'

/** A server on loopback and what became of its connections. */
export interface Listening {
  readonly port: number
  /** Every connection so far. */
  readonly sockets: readonly Socket[]
}

/** Lets a server listen while `use` runs, and ends its connections afterwards. */
export async function withServer<Result>(
  server: net.Server,
  use: (listening: Listening) => Promise<Result>,
): Promise<Result> {
  const sockets: Socket[] = []
  server.on('connection', (socket: Socket) => {
    // A client may break off at any time: that is what many of these tests are about.
    socket.on('error', () => {})
    sockets.push(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await use({ port: portOf(server), sockets })
  } finally {
    for (const socket of sockets) socket.destroy()
    await new Promise((closed) => server.close(closed))
  }
}

const portOf = (server: net.Server): number => (server.address() as AddressInfo).port

/** Says the same to every connection as soon as it has asked something, or nothing at all. */
export const saying = (act: (socket: Socket) => void): net.Server =>
  net.createServer((socket) => socket.once('data', () => act(socket)))

/** Takes connections and never says a word. */
export const mute = (): net.Server => net.createServer((socket) => socket.resume())

export const web = (answer: RequestListener): net.Server => createServer(answer)

/** A web server over TLS. */
export const secureWeb = (
  { key, cert }: { readonly key: string; readonly cert: string },
  answer: RequestListener,
): net.Server => {
  const http = createServer(answer)
  const server = tls.createServer({ key, cert }, (socket) => http.emit('connection', socket))
  server.on('tlsClientError', () => {})
  return server
}

/**
 * A port that refuses, for as long as this process lives: one end of a connection holds it, so that nobody else gets
 * it, and nobody listens there.
 */
export async function refusedPort(): Promise<number> {
  const server = net.createServer((socket) => socket.unref())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const holder = net.connect(portOf(server), '127.0.0.1')
  await Promise.all([once(holder, 'connect'), once(server, 'connection')])
  holder.unref()
  server.close()
  if (holder.localPort === undefined) throw new Error('no port')
  return holder.localPort
}

const frame = (chunk: object): string => `data: ${JSON.stringify(chunk)}\n\n`

/** Frames of a chat completions stream, as OpenAI sends them. */
export const frames = {
  role: frame({ choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] }),
  reasoning: (reasoning_content: string) => frame({ choices: [{ index: 0, delta: { reasoning_content } }] }),
  content: (content: string) => frame({ choices: [{ index: 0, delta: { content } }] }),
  finish: frame({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
  done: 'data: [DONE]\n\n',
}

/** A short and proper streamed answer. */
export const shortStream = [frames.role, frames.content('Fine.'), frames.finish, frames.done].join('')

/** Answers every request with the short stream, and a listing with a model. */
export const answering: RequestListener = (request, response) => {
  request.resume()
  if (request.method === 'GET') return void response.end('{"data":[{"id":"demo-mini"}]}')
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.end(shortStream)
}
