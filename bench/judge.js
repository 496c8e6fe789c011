/**
 * How fast is a journal judged, and does memory grow with its length? Writes journals of made-up observations to a
 * temporary folder, which is removed at the end, and judges each by `relaybench report` in a process of its own.
 * `npm run bench:judge`, after a build. On a busy machine look at processor time (CPU s); it includes start-up.
 *
 *   --observations N,N   lengths; 10000,100000,1000000 unless stated (1,000,000 take 1.7 GB of disk)
 *   --json               rows as JSON lines
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

const { values: flags } = parseArgs({
  options: {
    observations: { type: 'string', default: '10000,100000,1000000' },
    json: { type: 'boolean' },
  },
})

const relays = ['alpha', 'beta', 'gamma', 'delta']
const models = ['large', 'medium', 'small']
const readsPerAnswer = 50
const failureShare = 0.02
const coldShare = 0.01
const seed = 20_261_124

const cells = relays.flatMap((relay, r) =>
  models.map((model, m) => ({
    id: `c${r * models.length + m + 1}`,
    relay,
    model,
    protocol: 'openai-chat',
    mode: 'stream',
  })),
)

const head = (rounds) => ({
  type: 'run',
  schema: 'relaybench.journal/1',
  version: '0.0.0',
  startedAt: '2026-01-01T00:00:00.000Z',
  vantage: 'bench',
  plan: {
    schema: 'relaybench.plan/1',
    runId: 'bench',
    seed,
    cells,
    load: { rounds, warmupRounds: 0, concurrency: {} },
    workload: { name: 'short', promptBytes: 300, maxOutputTokens: 256 },
    skipped: [],
  },
  profile: { relays: relays.map((name) => ({ name, base_url: `https://${name}.example/v1` })), models },
  profileName: 'bench.yaml',
  profilePath: 'bench.yaml',
  notices: [],
})

/** Latencies with a long tail: the inverse of 1 − u to a small power. */
const skewed = (typical, u) => Math.round(typical * (1 - u) ** -0.35 * 1000) / 1000

/** What stands in every observation, whatever came of it. */
const base = (cell, round, due, reused) => ({
  type: 'observation',
  probeId: `r${round}.${cell.id}`,
  attempt: 1,
  cellId: cell.id,
  round,
  warmup: false,
  session: 1,
  modelId: cell.model,
  adjustments: [],
  streaming: true,
  ending: { type: 'complete' },
  connection: { reused, remoteAddress: '203.0.113.7', alpn: 'http/1.1', tlsVersion: 'TLSv1.3' },
  timeline: { due, started: due, ...(!reused && { dns: due + 2, tcp: due + 30, tls: due + 70 }) },
  loopStallMs: 0,
})

function answered(cell, round, due, random) {
  const reused = random() >= coldShare
  const start = base(cell, round, due, reused)
  const sent = due + (reused ? 0.2 : 70.3)
  const first = sent + skewed(300, random())
  const tokenReadsUs = [Math.round((first - sent) * 1000)]
  while (tokenReadsUs.length < readsPerAnswer) tokenReadsUs.push(Math.round(skewed(18, random()) * 1000))
  const last = sent + tokenReadsUs.reduce((sum, us) => sum + us, 0) / 1000
  const stamps = { sent, headers: first - 3, firstByte: first - 2, firstFrame: first - 1 }
  const tokens = { firstToken: first, firstOutput: first, lastToken: last, done: last + 1, end: last + 2 }
  return {
    ...start,
    timeline: { ...start.timeline, ...stamps, ...tokens },
    http: { status: 200, contentType: 'text/event-stream', headers: { 'cf-ray': '8f1-HKG' } },
    reply: {
      text: 'Blue is the colour of the clear sky at noon, since short waves are scattered most. '.repeat(3),
      textLength: 250,
      reasoning: '',
      reasoningLength: 0,
      toolCalls: [],
      finishReason: { unified: 'stop', raw: 'stop' },
      usage: { inputTokens: 90, outputTokens: 60, raw: { prompt_tokens: 90, completion_tokens: 60 } },
      model: cell.model,
      shape: 'stream',
    },
    stream: {
      bytes: 12_000,
      reads: readsPerAnswer + 2,
      frames: readsPerAnswer + 3,
      comments: 0,
      tokenReadsUs,
      tokenReadChars: tokenReadsUs.map(() => 5),
    },
  }
}

function refused(cell, round, due, random) {
  const start = base(cell, round, due, true)
  const status = [429, 500, 502, 503][Math.floor(random() * 4)]
  return {
    ...start,
    timeline: { ...start.timeline, sent: due + 0.2, headers: due + 80, firstByte: due + 81, end: due + 82 },
    http: { status, headers: {} },
    reply: {
      text: '',
      textLength: 0,
      reasoning: '',
      reasoningLength: 0,
      toolCalls: [],
      error: { message: `upstream said no (${status})` },
      shape: 'whole',
    },
    stream: { bytes: 60, reads: 1, frames: 0, comments: 0, tokenReadsUs: [], tokenReadChars: [] },
  }
}

/** Writes a journal in pieces: it is never in memory as a whole. @returns its size */
function writeJournal(directory, observations) {
  mkdirSync(directory)
  const file = openSync(join(directory, 'journal.ndjson'), 'w')
  const generator = xoroshiro128plus(seed)
  const random = () => uniformFloat64(generator)
  const rounds = Math.ceil(observations / cells.length)
  let bytes = 0
  let piece = ''
  const put = (record) => {
    piece += `${JSON.stringify(record)}\n`
    if (piece.length > 1_000_000) flush()
  }
  const flush = () => {
    bytes += writeSync(file, piece)
    piece = ''
  }
  put(head(rounds))
  for (let i = 0; i < observations; i++) {
    const make = random() < failureShare ? refused : answered
    put(make(cells[i % cells.length], Math.floor(i / cells.length) + 1, i * 10, random))
  }
  put({ type: 'end', session: 1, how: 'finished', atMs: observations * 10 })
  flush()
  closeSync(file)
  return bytes
}

const root = join(import.meta.dirname, '..')
const preload = pathToFileURL(join(import.meta.dirname, 'usage.js')).href

async function judge(directory) {
  const start = performance.now()
  const child = spawn(
    process.execPath,
    ['--import', preload, join(root, 'bin', 'relaybench.cjs'), 'report', directory, '--json'],
    { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] },
  )
  const [report, usage, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stdio[3]),
    once(child, 'close'),
  ])
  if (code !== 0) throw new Error(`relaybench report ended with ${code}`)
  return {
    seconds: (performance.now() - start) / 1000,
    ...JSON.parse(usage),
    report: JSON.parse(report),
  }
}

const temporary = mkdtempSync(join(tmpdir(), 'relaybench-judge-'))
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }))
process.on('SIGINT', () => process.exit(130))

const columns = [
  ['observations', 12],
  ['journal MB', 10],
  ['seconds', 8],
  ['CPU s', 8],
  ['per second', 10],
  ['per CPU s', 10],
  ['peak MB', 8],
  ['x smallest', 10],
]
const line = (values) => values.map((value, i) => String(value).padStart(columns[i][1])).join('  ')
if (!flags.json) console.log(line(columns.map(([name]) => name)))

let smallestPeak
for (const observations of flags.observations.split(',').map(Number)) {
  const directory = join(temporary, String(observations))
  const bytes = writeJournal(directory, observations)
  const { seconds, cpuSeconds, peakBytes, report } = await judge(directory)
  if (report.totals.sent !== observations) throw new Error(`${report.totals.sent} of ${observations} counted`)
  smallestPeak ??= peakBytes
  const row = {
    observations,
    journalMb: bytes / 1e6,
    seconds,
    cpuSeconds,
    perSecond: observations / seconds,
    perCpuSecond: observations / cpuSeconds,
    peakMb: peakBytes / 1e6,
    ratio: peakBytes / smallestPeak,
  }
  if (flags.json) console.log(JSON.stringify(row))
  else
    console.log(
      line([
        observations,
        row.journalMb.toFixed(0),
        seconds.toFixed(2),
        cpuSeconds.toFixed(2),
        row.perSecond.toFixed(0),
        row.perCpuSecond.toFixed(0),
        row.peakMb.toFixed(0),
        row.ratio.toFixed(2),
      ]),
    )
  rmSync(directory, { recursive: true })
}
