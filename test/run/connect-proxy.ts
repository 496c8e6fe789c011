import { createServer, type IncomingMessage } from 'node:http'
import net, { type Socket } from 'node:net'
import { withServer } from './servers.ts'

export interface ConnectProxy {
  readonly port: number
  /** What was asked of it, in order. */
  readonly asked: readonly { readonly target: string; readonly headers: IncomingMessage['headers'] }[]
  /** Every byte that it was given to pass on, as latin1. */
  readonly seen: () => string
}

export interface ProxySetting {
  /** Where every tunnel leads, whatever was asked for. */
  readonly to: number
  /** Answers CONNECT with this line in place of a tunnel. */
  readonly refusal?: string
}

/** Runs an HTTP proxy on loopback that opens tunnels (CONNECT) and remembers all that it could read. */
export async function withProxy<Result>(
  { to, refusal }: ProxySetting,
  use: (proxy: ConnectProxy) => Promise<Result>,
): Promise<Result> {
  const asked: { target: string; headers: IncomingMessage['headers'] }[] = []
  const seen: Buffer[] = []
  const upstreams: Socket[] = []
  const server = createServer((_request, response) => response.writeHead(405).end())
  server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    asked.push({ target: request.url ?? '', headers: request.headers })
    if (refusal !== undefined) return void client.end(`HTTP/1.1 ${refusal}\r\n\r\n`)
    const upstream = net.connect(to, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      seen.push(head)
      client.on('data', (chunk: Buffer) => seen.push(chunk))
      client.pipe(upstream).pipe(client)
    })
    upstreams.push(upstream)
    upstream.on('error', () => client.destroy())
  })
  try {
    return await withServer(server, ({ port }) =>
      use({ port, asked, seen: () => Buffer.concat(seen).toString('latin1') }),
    )
  } finally {
    for (const upstream of upstreams) upstream.destroy()
  }
}
