/**
 * The truth server for machines without a C compiler: the protocol, schedule and records of truthd.c on node:http.
 * It keeps its own stamps, so a late write is no error of the client, but it saturates far earlier than the C one. Its TLS
 * port speaks HTTP/2 with clients that offer it, which the C one does not.
 *
 *   node truth-server.js FIRST_MS TOKENS GAP_MS [CERTIFICATE KEY]     prints "PORT TLS_PORT"
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createSecureServer } from 'node:http2'

const [firstMs, tokens, gapMs] = process.argv.slice(2, 5).map(Number)
const [certificate, key] = process.argv.slice(5)
const words = [' time', ' year', ' data', ' cost', ' line', ' rate', ' unit', ' test']

const base = {
  id: 'chatcmpl-0123456789abcdef01234567',
  object: 'chat.completion.chunk',
  created: 1764000000,
  model: 'bench-model',
  system_fingerprint: 'fp_0123456789',
}
const usage = { prompt_tokens: 120, completion_tokens: tokens, total_tokens: tokens + 120 }
const event = (fields) => `data: ${JSON.stringify({ ...base, ...fields })}\n\n`
const choice = (delta, finish = null) =>
  event({ choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] })
const opening = choice({ role: 'assistant', content: '' })
const frames = words.map((content) => choice({ content }))
const closing = `${choice({}, 'stop')}${event({ choices: [], usage })}data: [DONE]\n\n`

/** CLOCK_MONOTONIC in ms, which other processes read too. */
const now = () => Number(process.hrtime.bigint()) / 1e6

let records = []
let totals = { received: 0, finished: 0, cut: 0, blockedWrites: 0, lateMaxMs: 0, connections: 0 }

const idOf = (body) => (/ID:(\d+)/.exec(body) ?? /Reference: ([^."\\]*)/.exec(body))?.[1] ?? ''

class Answer {
  constructor(response, body, receivedMs) {
    this.response = response
    this.streaming = /"stream": ?true/.test(body)
    this.step = 0
    this.record = { id: idOf(body), receivedMs, firstMs: 0, lastMs: 0, lateMs: 0, tokensUs: [] }
    totals.received++
    response.on('close', () => {
      if (!response.writableEnded) totals.cut++
      clearTimeout(this.timer)
    })
    if (this.streaming) response.writeHead(200, { 'content-type': 'text/event-stream' }).write(opening)
    this.#schedule(this.streaming && tokens > 0 ? 0 : tokens)
  }

  #schedule(step) {
    this.step = step
    const due = this.record.receivedMs + firstMs + step * gapMs
    this.timer = setTimeout(() => this.#perform(due), Math.max(0, due - now()))
  }

  #perform(due) {
    const { record, response, step } = this
    const at = now()
    record.lateMs = Math.max(record.lateMs, at - due)
    totals.lateMaxMs = Math.max(totals.lateMaxMs, record.lateMs)
    if (step === tokens) return this.#finish()
    if (step === 0) record.firstMs = at
    record.lastMs = at
    record.tokensUs.push(Math.round((at - record.receivedMs) * 1000))
    if (!response.write(frames[step % frames.length])) totals.blockedWrites++
    this.#schedule(step + 1)
  }

  #finish() {
    totals.finished++
    records.push(this.record)
    this.response.end(this.streaming ? closing : JSON.stringify(whole()))
  }
}

const whole = () => ({
  ...base,
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: Array.from({ length: tokens }, (_, i) => words[i % words.length]).join(''),
      },
      finish_reason: 'stop',
    },
  ],
  usage,
})

function dump() {
  const { user, system } = process.cpuUsage()
  const lines = [...records, { summary: { ...totals, cpuMs: (user + system) / 1000 } }]
  records = []
  totals = { ...totals, received: 0, finished: 0, cut: 0, blockedWrites: 0, lateMaxMs: 0 }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function onRequest(request, response) {
  if (request.method === 'POST' && request.url.endsWith('/chat/completions')) {
    const pieces = []
    request.on('data', (piece) => pieces.push(piece))
    request.on('end', () => new Answer(response, Buffer.concat(pieces).toString(), now()))
  } else if (request.url.endsWith('/models'))
    response.end(JSON.stringify({ object: 'list', data: [{ id: 'bench-model', object: 'model' }] }))
  else if (request.url === '/dump') response.end(dump())
  else response.writeHead(404).end(JSON.stringify({ error: { message: 'no such path' } }))
}

function listen(server) {
  server.keepAliveTimeout = 0
  server.on('request', onRequest).on('connection', (socket) => {
    totals.connections++
    socket.setNoDelay(true)
  })
  return new Promise((resolve) =>
    server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () => resolve(server.address().port)),
  )
}

const port = await listen(createServer())
const tlsPort = certificate
  ? await listen(
      createSecureServer({ cert: readFileSync(certificate), key: readFileSync(key), allowHTTP1: true }),
    )
  : 0
console.log(`${port} ${tlsPort}`)
