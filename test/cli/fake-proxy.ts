import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { Duplex } from 'node:stream'
import { closed, listen } from './fake-relay.ts'

/** One CONNECT that a proxy was asked for. */
export interface Tunnel {
  /** Host and port. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
}

export interface FakeProxy {
  readonly port: number
  readonly tunnels: readonly Tunnel[]
  /** Requests in clear, which nobody should send to a proxy. */
  readonly others: readonly string[]
  close(): Promise<void>
}

/**
 * Starts a proxy on loopback that reaches nobody: it refuses every tunnel with 502, or answers in place of all hosts.
 * @param inside who answers in the tunnels; absent: they are refused
 */
export async function startFakeProxy(inside?: (tunnel: Tunnel) => RequestListener): Promise<FakeProxy> {
  const tunnels: Tunnel[] = []
  const others: string[] = []
  const open = new Set<Duplex>()
  const server = createServer((request, response) => {
    others.push(`${request.method} ${request.url}`)
    response.writeHead(405).end()
  })
  server.on('connect', (request, socket) => {
    const tunnel = { target: request.url ?? '', headers: request.headers }
    tunnels.push(tunnel)
    open.add(socket)
    socket.on('error', () => socket.destroy())
    if (!inside) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n')
      return
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    createServer(inside(tunnel)).emit('connection', socket)
  })
  const port = await listen(server)
  return {
    port,
    tunnels,
    others,
    close: async () => {
      for (const socket of open) socket.destroy()
      await closed(server)
    },
  }
}
