/**
 * SSE decoding: ours against eventsource-parser, in one process and one run. `npm run bench:sse`, after a build.
 * Bytes in, events out: ours takes the socket's bytes, eventsource-parser wants text, so its row includes a TextDecoder.
 */
import { createParser } from 'eventsource-parser'
import { SseDecoder } from '../dist/transport/sse.js'

const frames = Array.from({ length: 200 }, (_, i) => ({
  id: 'chatcmpl-0123456789abcdef',
  object: 'chat.completion.chunk',
  created: 1764000000,
  model: 'demo-mini',
  choices: [{ index: 0, delta: { content: i % 5 ? ' word' : ' 词语' }, finish_reason: null }],
}))
const body = Buffer.from(frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join(''))

/** A body as sockets deliver it: one frame a read, or cut at odd places. */
const cuts = {
  'one frame a read': frames.map((frame) => Buffer.from(`data: ${JSON.stringify(frame)}\n\n`)),
  'reads of 97 bytes': Array.from({ length: Math.ceil(body.length / 97) }, (_, i) =>
    body.subarray(i * 97, (i + 1) * 97),
  ),
  'reads of 16 KiB': Array.from({ length: Math.ceil(body.length / 16384) }, (_, i) =>
    body.subarray(i * 16384, (i + 1) * 16384),
  ),
}

const limits = { lineBytes: 1 << 22, eventBytes: 1 << 22 }

function ours(chunks) {
  let events = 0
  const decoder = new SseDecoder({ event: () => events++, comment: () => {}, stray: () => {} }, limits)
  for (const chunk of chunks) decoder.push(chunk)
  return events
}

function eventsourceParser(chunks) {
  let events = 0
  const parser = createParser({ onEvent: () => events++ })
  const text = new TextDecoder()
  for (const chunk of chunks) parser.feed(text.decode(chunk, { stream: true }))
  return events
}

/** Median of several timings, in ns an event; contenders take turns, so that both see the same machine. */
function compare(chunks) {
  const times = { ours: [], eventsourceParser: [] }
  for (let turn = 0; turn < 15; turn++) {
    for (const [name, decode] of Object.entries({ ours, eventsourceParser })) {
      const start = process.hrtime.bigint()
      let events = 0
      for (let i = 0; i < 200; i++) events += decode(chunks)
      if (events !== 200 * frames.length) throw new Error(`${name} found ${events} events`)
      if (turn > 2) times[name].push(Number(process.hrtime.bigint() - start) / events)
    }
  }
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
  return { ours: median(times.ours), eventsourceParser: median(times.eventsourceParser) }
}

console.log('ns an event        ours   eventsource-parser   ratio')
for (const [name, chunks] of Object.entries(cuts)) {
  const { ours: mine, eventsourceParser: theirs } = compare(chunks)
  console.log(
    `${name.padEnd(18)} ${mine.toFixed(0).padStart(4)} ${theirs.toFixed(0).padStart(20)} ${(theirs / mine).toFixed(2).padStart(7)}`,
  )
}
