import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface ServedPage {
  /** Content-Type. */
  readonly type: string
  readonly body: string
}

export interface PageServer {
  /** `http://127.0.0.1:9464` */
  readonly url: string
  close(): Promise<void>
}

/** What stands behind a path; undefined: nothing does. */
export type PageOf = (path: string) => Promise<ServedPage | undefined> | ServedPage | undefined

/**
 * Serves pages to whoever reaches the address; nothing can be changed there.
 * @throws the system's error when the address cannot be taken
 */
export async function servePages(
  address: { readonly host: string; readonly port: number },
  pageOf: PageOf,
): Promise<PageServer> {
  const server = createServer((request, response) => {
    void answer(request, response, pageOf)
  })
  server.listen(address.port, address.host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  return {
    url: `http://${host}:${port}`,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, pageOf: PageOf): Promise<void> {
  // Whoever asks may leave before the answer; that is their right.
  response.on('error', () => {})
  const text = { type: 'text/plain; charset=utf-8' }
  const write = (
    status: number,
    { type, body }: ServedPage,
    headers: Readonly<Record<string, string>> = {},
  ): void => {
    response.writeHead(status, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-length': Buffer.byteLength(body),
      ...headers,
    })
    response.end(request.method === 'HEAD' ? undefined : body)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return write(405, { ...text, body: 'GET or HEAD\n' }, { allow: 'GET, HEAD' })
  try {
    const [path = '/'] = (request.url ?? '/').split('?')
    const page = await pageOf(path)
    return page ? write(200, page) : write(404, { ...text, body: 'not here\n' })
  } catch (error) {
    write(500, { ...text, body: `${error instanceof Error ? error.message : String(error)}\n` })
  }
}
