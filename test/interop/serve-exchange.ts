import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Exchange } from './corpus.ts'

export type Cuts = { readonly cuts: 'whole' } | { readonly cuts: 'random'; readonly seed: number }

/** The parts of an exchange that go over the wire. */
export type Recording = Pick<Exchange, 'body'> & {
  readonly meta: Pick<Exchange['meta'], 'status' | 'response_headers'>
}

/**
 * Answers every POST, whatever its path, with the recorded status, headers and body over a real loopback socket.
 * With `random` cuts the body is written in pieces cut at byte boundaries that depend on the seed alone, so frames
 * and characters are torn apart; the client's reads may join neighbours again.
 */
export async function serveExchange(
  { meta, body }: Recording,
  cuts: Cuts,
): Promise<{ readonly baseUrl: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(request.method === 'POST' ? meta.status : 405, safeHeaders(meta.response_headers))
      void write(response, cuts.cuts === 'whole' ? [body] : pieces(body, cuts.seed))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** An empty piece is never written: in a chunked body it would mean the end. */
async function write(response: ServerResponse, body: Iterable<Buffer>): Promise<void> {
  response.flushHeaders()
  for (const piece of body) {
    if (response.destroyed) return
    if (piece.length > 0) response.write(piece)
    await setImmediate()
  }
  response.end()
}

/** At most about 300 pieces a body, so that long ones stay fast; short ones are cut down to single bytes. */
function* pieces(body: Buffer, seed: number): Generator<Buffer> {
  const random = xoroshiro128plus(seed)
  const longest = Math.max(24, Math.ceil(body.length / 150))
  for (let start = 0; start < body.length; ) {
    const end = start + uniformInt(random, 1, longest)
    yield body.subarray(start, end)
    start = end
  }
}

/** What describes the connection or the length then, or an encoding since undone, would be false now. */
const untrue =
  /^(content-(length|encoding)|transfer-encoding|connection|keep-alive|date|set-cookie|alt-svc)$/i

const safeHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !untrue.test(name)))
