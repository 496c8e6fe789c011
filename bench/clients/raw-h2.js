/**
 * Baseline for HTTP/2: node:http2 and no parser but a search for lines. A session for each stream, as relaybench has, so
 * that none waits for the bytes of another.
 */
import { readFileSync } from 'node:fs'
import { connect } from 'node:http2'
import { isToken, scanLines } from './lines.js'
import { readArguments, runLoad, Stamps } from './load.js'

const settings = readArguments()
const url = new URL(settings.url)
const ca = settings.ca && readFileSync(settings.ca)
const headers = {
  ':method': 'POST',
  ':path': `${url.pathname}/chat/completions`,
  'content-type': 'application/json',
  authorization: 'Bearer bench',
}

const sessions = new Map()

function sessionOf(slot) {
  const session =
    sessions.get(slot) ??
    connect(url.origin, { ca }).on('connect', (_, socket) => {
      socket.setNoDelay(true)
    })
  sessions.set(slot, session)
  return session
}

function ask(request, slot) {
  const session = sessionOf(slot)
  return new Promise((resolve, reject) => {
    const stamps = new Stamps()
    const stream = session.request(headers)
    let rest
    stream.on('data', (chunk) => {
      const at = performance.now()
      rest = scanLines(rest ? Buffer.concat([rest, chunk]) : chunk, (bytes, start, end) => {
        if (isToken(bytes, start, end)) stamps.token(at)
      })
    })
    stream.on('error', reject)
    stream.on('end', () => resolve(stamps))
    stream.end(JSON.stringify(request))
  })
}

await runLoad(settings, ask)
for (const session of sessions.values()) session.destroy()
