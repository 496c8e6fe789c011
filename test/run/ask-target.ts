import { now } from '../../src/core/clock.ts'
import type { Observation } from '../../src/core/observation.ts'
import { protocolNamed } from '../../src/protocols/index.ts'
import type { Ask } from '../../src/protocols/protocol.ts'
import { LoopWatch } from '../../src/run/loop-watch.ts'
import { observe } from '../../src/run/observe.ts'
import { openLane, type Target } from '../../src/run/target.ts'
import type { Lane } from '../../src/transport/lane.ts'

/** A target at a base URL, with time limits that no machine is too slow for. */
export const targetAt = (baseUrl: string, change: Partial<Target> = {}): Target => {
  const protocol = change.protocol ?? protocolNamed('openai-chat')
  return {
    relay: 'under-test',
    baseUrl: new URL(baseUrl),
    protocol,
    auth: protocol.auth,
    headers: new Map(),
    lane: { origin: new URL(baseUrl) },
    timeouts: { connectMs: 60_000, firstTokenMs: 60_000, idleMs: 60_000, totalMs: 90_000 },
    ...change,
  }
}

/** Sends one probe to a target, on a lane of its own unless one is given; its stamps count from `at`, when it was due. */
export async function ask(
  target: Target,
  change: Partial<Ask> = {},
  given?: Lane,
  at = now(),
): Promise<Observation> {
  const lane = given ?? openLane(target)
  const loop = new LoopWatch()
  try {
    return await observe(
      { probeId: 'r1.c1', attempt: 1, cellId: 'c1', round: 1, warmup: false, session: 1 },
      {
        target,
        lane,
        ask: { modelId: 'demo-mini', prompt: 'Say something.', maxOutputTokens: 64, stream: true, ...change },
        adjustments: new Set(),
        due: at,
        origin: at,
        redact: (text) => text,
        loop,
        keepChars: Number.POSITIVE_INFINITY,
      },
    )
  } finally {
    loop.stop()
    if (!given) await lane.close()
  }
}
