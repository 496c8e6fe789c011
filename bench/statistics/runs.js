/** Made-up runs of one relay as journals: two models, streams and whole answers, hours that slow down all at once. */
import { drawsOf } from './setting.js'

const ttftMs = 600
const failureShare = 0.04
const startedAt = '2026-05-04T03:02:01.000Z'

const cellsOf = (relay) => [
  { id: `${relay}-1`, relay, model: 'gpt-x', protocol: 'openai-chat', mode: 'stream' },
  { id: `${relay}-2`, relay, model: 'gpt-y', protocol: 'openai-chat', mode: 'stream' },
  { id: `${relay}-3`, relay, model: 'gpt-x', protocol: 'openai-chat', mode: 'whole' },
]

const head = (cells, rounds, relays) => ({
  type: 'run',
  schema: 'relaybench.journal/1',
  version: '0.0.0',
  startedAt,
  vantage: 'bench',
  plan: {
    schema: 'relaybench.plan/1',
    runId: 'bench',
    seed: 1,
    cells,
    load: { rounds, warmupRounds: 0, concurrency: {} },
    workload: { name: 'short', promptBytes: 300, maxOutputTokens: 256 },
    skipped: [],
  },
  profile: {
    relays: relays.map((name) => ({ name, base_url: `https://${name}.example/v1` })),
    models: ['gpt-x', 'gpt-y'],
  },
  profileName: 'bench.yaml',
  profilePath: 'bench.yaml',
  notices: [],
})

const microseconds = (ms) => Math.round(ms * 1000) / 1000

const base = (cell, round) => ({
  type: 'observation',
  probeId: `r${round}.${cell.id}`,
  attempt: 1,
  cellId: cell.id,
  round,
  warmup: false,
  session: 1,
  modelId: cell.model,
  adjustments: [],
  streaming: cell.mode === 'stream',
  ending: { type: 'complete' },
  connection: { reused: true, remoteAddress: '203.0.113.7', alpn: 'http/1.1', tlsVersion: 'TLSv1.3' },
  loopStallMs: 0,
})

const noText = { text: '', textLength: 0, reasoning: '', reasoningLength: 0, toolCalls: [] }

function refused(cell, round) {
  return {
    ...base(cell, round),
    timeline: { due: 1000, started: 1000, sent: 1000, headers: 1080, firstByte: 1081, end: 1082 },
    http: { status: 502, headers: {} },
    reply: { ...noText, error: { message: 'upstream is gone' }, shape: 'whole' },
    stream: { bytes: 60, reads: 1, frames: 0, comments: 0, tokenReadsUs: [], tokenReadChars: [] },
  }
}

function answered(cell, round, hour, random) {
  const wait = microseconds(ttftMs * hour * Math.exp(0.3 * random.normal()))
  const writing = microseconds(1500 * Math.exp(0.3 * random.normal()))
  const streams = cell.mode === 'stream'
  const first = 1000 + wait
  const last = first + writing
  const tokens = 60 + random.below(20)
  return {
    ...base(cell, round),
    timeline: {
      ...{ due: 1000, started: 1000, sent: 1000 },
      ...(streams
        ? {
            headers: first,
            firstByte: first,
            firstFrame: first,
            firstToken: first,
            firstOutput: first,
            lastToken: last,
          }
        : { headers: last, firstByte: last }),
      ...{ done: last + 1, end: last + 2 },
    },
    http: { status: 200, contentType: streams ? 'text/event-stream' : 'application/json', headers: {} },
    reply: {
      ...noText,
      text: 'Blue is the colour of the sky.',
      textLength: 30,
      finishReason: { unified: 'stop', raw: 'stop' },
      usage: {
        inputTokens: 100,
        outputTokens: tokens,
        raw: { prompt_tokens: 100, completion_tokens: tokens },
      },
      model: cell.model,
      shape: streams ? 'stream' : 'whole',
    },
    stream: {
      ...{ bytes: 12_000, reads: 5, frames: streams ? 6 : 0, comments: 0 },
      tokenReadsUs: streams ? [wait, ...Array(4).fill(writing / 4)].map((ms) => Math.round(ms * 1000)) : [],
      tokenReadChars: streams ? [6, 6, 6, 6, 6] : [],
    },
  }
}

/** The nth run of a table: so many rounds of every cell of the relays, which all behave alike. */
export function honestRun(table, nth, rounds, relays) {
  const random = drawsOf(table, nth)
  const cells = relays.flatMap(cellsOf)
  const probes = Array.from({ length: rounds }, (_, index) => {
    const hour = Math.exp(0.5 * random.normal())
    return cells.map((cell) =>
      random.unit() < failureShare ? refused(cell, index + 1) : answered(cell, index + 1, hour, random),
    )
  })
  return [
    head(cells, rounds, relays),
    { type: 'session', session: 1, startedAt, node: 'v20.20.2', notices: [] },
    ...probes.flat(),
    { type: 'end', session: 1, how: 'finished', atMs: 60_000 },
  ]
}
