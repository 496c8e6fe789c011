/** Baseline: node:net or node:tls and no parser but a search for lines: about the least that Node can do. */
import { readFileSync } from 'node:fs'
import { connect as connectPlain } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { isToken, scanLines } from './lines.js'
import { readArguments, runLoad, Stamps } from './load.js'

const settings = readArguments()
const url = new URL(settings.url)
const ca = settings.ca && readFileSync(settings.ca)
const zero = '0'.charCodeAt(0)

/** One kept connection with at most one request under way. */
class Connection {
  #rest
  #stamps
  #finish

  constructor() {
    const options = { host: url.hostname, port: Number(url.port), noDelay: true, ca }
    this.socket = url.protocol === 'https:' ? connectTls(options) : connectPlain(options)
    this.socket.on('data', (chunk) => this.#read(chunk))
    this.socket.on('error', (error) => {
      throw error
    })
  }

  ask(request) {
    const body = JSON.stringify(request)
    this.#stamps = new Stamps()
    this.socket.write(
      `POST ${url.pathname}/chat/completions HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\n` +
        `authorization: Bearer bench\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
    return new Promise((resolve) => {
      this.#finish = resolve
    })
  }

  #read(chunk) {
    const at = performance.now()
    let ended = false
    this.#rest = scanLines(this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk, (bytes, start, end) => {
      if (isToken(bytes, start, end)) this.#stamps.token(at)
      // The piece of size 0 ends the answer.
      ended ||= end - start === 2 && bytes[start] === zero
    })
    if (ended) this.#finish(this.#stamps)
  }
}

const connections = new Map()

function ask(request, slot) {
  const connection = connections.get(slot) ?? new Connection()
  connections.set(slot, connection)
  return connection.ask(request)
}

await runLoad(settings, ask)
for (const { socket } of connections.values()) socket.destroy()
