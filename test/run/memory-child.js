// Asks a relay for a long answer, then asks another, and says by how much more memory the second one took.
// The first lets the engine's young generation reach its size, which says nothing about what is held.
// Runs on dist, in a process of its own: `node memory-child.js HEALTHY-URL HOSTILE-URL stream|whole TOTAL-MS`.
import { classify } from '../../dist/metrics/classify.js'
import { protocolNamed } from '../../dist/protocols/index.js'
import { LoopWatch } from '../../dist/run/loop-watch.js'
import { observe } from '../../dist/run/observe.js'
import { OwnLane } from '../../dist/run/probe-lane.js'

const [healthy, hostile, mode, totalMs] = process.argv.slice(2)

async function ask(url, stream, totalMs) {
  const protocol = protocolNamed('openai-chat')
  const target = {
    relay: 'under-test',
    baseUrl: new URL(url),
    protocol,
    auth: protocol.auth,
    headers: new Map(),
    lane: { origin: new URL(url) },
    timeouts: { connectMs: totalMs, firstTokenMs: totalMs, idleMs: totalMs, totalMs },
  }
  const loop = new LoopWatch()
  const lane = new OwnLane(target.lane, loop)
  const at = performance.now()
  const observation = await observe(
    { probeId: 'r1.c1', attempt: 1, cellId: 'c1', round: 1, warmup: false, session: 1 },
    {
      target,
      lane,
      ask: {
        modelId: 'demo-mini',
        prompt: 'Say something.',
        maxOutputTokens: 100_000,
        stream,
      },
      adjustments: new Set(),
      due: at,
      origin: at,
      redact: (text) => text,
      keepChars: 2_000,
    },
  )
  loop.stop()
  await lane.close()
  return observation
}

await ask(healthy, true, 60_000)
await ask(healthy, false, 60_000)
const before = process.resourceUsage().maxRSS
const observation = await ask(hostile, mode === 'stream', Number(totalMs))
console.log(
  JSON.stringify({
    outcome: classify({ ...observation, loopStallMs: 0 }),
    grownBytes: (process.resourceUsage().maxRSS - before) * 1024,
    keptBytes: JSON.stringify(observation).length,
  }),
)
