/** What is asked of every client: how many streams, how many requests each, and the schedule of the answers. */

/** STREAMSxREQUESTS, then what differs from the ordinary answer: @GAP_MS, /TOKENS, +tls or +h2 (HTTP/2, over TLS). */
const grammar = /^(\d+)x(\d+)(?:@(\d+))?(?:\/(\d+))?(\+tls|\+h2)?$/
const firstMs = 200
const ordinary = { gapMs: 20, tokens: 50 }

/** About 60 s a client altogether. */
export const defaultLoads = ['10x11', '100x5', '1000x3@80', '1000x4', '4000x3@80/25', '500x4+tls', '200x4+h2']

export function parseLoad(name) {
  const match = grammar.exec(name)
  if (!match || match[2] < 2)
    throw new Error(
      `no load: ${name}; write STREAMSxREQUESTS[@GAP_MS][/TOKENS][+tls|+h2], two requests or more`,
    )
  const [, streams, requests, gap, count, over] = match
  const gapMs = Number(gap ?? ordinary.gapMs)
  const tokens = Number(count ?? ordinary.tokens)
  return {
    name,
    streams: Number(streams),
    requests: Number(requests),
    firstMs,
    gapMs,
    tokens,
    tls: over !== undefined,
    h2: over === '+h2',
    /** Starts are spread over one answer, so that the streams stay spread. */
    spreadMs: firstMs + tokens * gapMs,
    /** Events of an answer: role, tokens, finish, usage. */
    chunks: tokens + 3,
  }
}

export const describeLoad = ({ streams, requests, gapMs, tokens, tls, h2 }) =>
  `${streams} streams${h2 ? ' over HTTP/2' : tls ? ' over TLS' : ''}, ${requests} requests each, first token after ${firstMs} ms, ${tokens} tokens, one each ${gapMs} ms`
