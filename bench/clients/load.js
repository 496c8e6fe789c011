/**
 * What the JavaScript baselines share: arguments, a closed loop with staggered starts, one JSON line a request and a
 * summary. Nothing is printed before the last answer has come. A baseline only brings `ask`.
 */
import { parseArgs } from 'node:util'

export const readArguments = () => {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      streams: { type: 'string' },
      requests: { type: 'string' },
      spread: { type: 'string' },
      directory: { type: 'string' },
      ca: { type: 'string' },
      h2: { type: 'boolean' },
    },
  })
  return {
    url: values.url,
    streams: Number(values.streams),
    requests: Number(values.requests),
    spreadMs: Number(values.spread),
    directory: values.directory,
    ca: values.ca,
    h2: values.h2,
  }
}

const text =
  'The regional library moved its catalogue to a new system in spring. Readers can reserve books from home, and the ' +
  'branch nearest to them keeps a copy for seven days. Summarise the situation and name two next steps.'

/** The request that every client sends; `id` is what the server knows it by. */
export const chatRequest = (id) => ({
  model: 'bench-model',
  messages: [{ role: 'user', content: `ID:${id} ${text}` }],
  max_tokens: 256,
  stream: true,
  stream_options: { include_usage: true },
})

/** Stamps of one request on the clock of performance.now(): when it was sent, and when each token arrived. */
export class Stamps {
  sent = performance.now()
  tokens = []

  token(at = performance.now()) {
    this.tokens.push(at)
  }
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * performance.now() counts from the start of the process; adding this makes it CLOCK_MONOTONIC, which the server uses.
 * The largest of several: a pause between the two readings makes it too small.
 */
export function monotonicOffsetMs() {
  const tries = Array.from({ length: 50 }, () => Number(process.hrtime.bigint()) / 1e6 - performance.now())
  return Math.max(...tries)
}

export const cpuMs = (since) => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

export const peakRssMb = () => process.resourceUsage().maxRSS / 1024

export function printResult({ id, round, sentMs, tokensMs, offsetMs }) {
  const line = {
    id: String(id),
    round,
    sentMs: sentMs + offsetMs,
    firstMs: tokensMs.length === 0 ? null : tokensMs[0] + offsetMs,
    tokensUs: tokensMs.map((at) => Math.round((at - sentMs) * 1000)),
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

export const printSummary = (summary) => process.stdout.write(`${JSON.stringify({ summary })}\n`)

/**
 * Runs the whole load.
 * @param ask `(request, slot) => Promise<Stamps>`; slot numbers the stream, for clients with a connection each
 */
export async function runLoad({ streams, requests, spreadMs }, ask) {
  const offsetMs = monotonicOffsetMs()
  const results = []
  const before = process.cpuUsage()
  const begun = performance.now()
  const stream = async (slot) => {
    await sleep((spreadMs * slot) / streams)
    for (let round = 0; round < requests; round++) {
      const id = slot * requests + round
      const { sent, tokens } = await ask(chatRequest(id), slot)
      results.push({ id, round, sentMs: sent, tokensMs: tokens, offsetMs })
    }
  }
  await Promise.all(Array.from({ length: streams }, (_, slot) => stream(slot)))
  const wallMs = performance.now() - begun
  const summary = { cpuMs: cpuMs(before), rssMb: peakRssMb(), wallMs }
  for (const result of results) printResult(result)
  printSummary(summary)
}
