/**
 * The whole of relaybench, as `relaybench run` does it: a profile from a file, plan, run with the journal on disk, and
 * the report judged from that journal. Its stamps are read back from the journal, not from inside the engine.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { judge } from '../../dist/judge/judge.js'
import { planRun } from '../../dist/plan/plan.js'
import { nonceFor } from '../../dist/plan/prompts.js'
import { loadProfile } from '../../dist/profile/load.js'
import { run } from '../../dist/run/run.js'
import { JournalWriter, readJournal } from '../../dist/store/journal-file.js'
import { cpuMs, monotonicOffsetMs, peakRssMb, printResult, printSummary, readArguments } from './load.js'

/** Every token that the truth server sends has this many characters. */
const charsOfToken = 5

const { url, streams, requests, spreadMs, directory, h2 = false } = readArguments()

const profile = `
relays:
  - name: truth
    base_url: ${url}
    proxy: direct
    http2: ${h2}
    api_key: "\${BENCH_KEY}"
    price_multiplier: 0
models: [bench-model]
load: { requests: ${streams * requests}, concurrency: ${streams}, warmup: 0, ramp: ${spreadMs}ms }
`

async function measure() {
  const path = join(directory, 'bench.yaml')
  const journalDirectory = join(directory, 'run')
  writeFileSync(path, profile)
  const loaded = await loadProfile(path, { env: { BENCH_KEY: 'sk-bench-0123456789abcdef0123456789abcdef' } })
  const plan = planRun(loaded)
  const journal = JournalWriter.create(journalDirectory)
  let originMs = performance.now()
  const onRecord = (record) => {
    journal.append(record)
    // The session's clock starts right after it.
    if (record.type === 'calibration') originMs = performance.now()
  }
  await run(plan, loaded, { onRecord, keepRecords: false, calibrate: true, env: {} })
  journal.close()
  return { plan, journalDirectory, originMs }
}

/** A read may have carried several tokens: each of them arrived with it. */
function tokensMs({ timeline, stream }) {
  let at = timeline.sent
  return stream.tokenReadsUs.flatMap((us, read) => {
    at += us / 1000
    return Array(Math.round(stream.tokenReadChars[read] / charsOfToken)).fill(at)
  })
}

function print(observations, plan, offsetMs) {
  const bySent = observations.toSorted((a, b) => a.timeline.sent - b.timeline.sent)
  for (const [index, observation] of bySent.entries()) {
    const { probeId, attempt, timeline } = observation
    printResult({
      id: nonceFor(plan.runId, probeId, attempt),
      // The first request of every lane, which also warms the code, is left out, as with every other client.
      round: Math.floor(index / streams),
      sentMs: timeline.sent,
      tokensMs: timeline.firstToken === undefined ? [] : tokensMs(observation),
      offsetMs,
    })
  }
}

const before = process.cpuUsage()
const { plan, journalDirectory, originMs } = await measure()
const wallMs = performance.now() - originMs
const runCpuMs = cpuMs(before)
const runRssMb = peakRssMb()
const records = readJournal(journalDirectory)
const report = judge(records)
const summary = {
  cpuMs: cpuMs(before),
  rssMb: peakRssMb(),
  wallMs,
  runCpuMs,
  runRssMb,
  client: report.client,
}
const observations = [...records].filter(
  ({ type, timeline }) => type === 'observation' && timeline.sent !== undefined,
)
print(observations, plan, originMs + monotonicOffsetMs())
printSummary(summary)
