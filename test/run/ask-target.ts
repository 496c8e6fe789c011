import type { Ask } from '../../src/core/ask.ts'
import { now } from '../../src/core/clock.ts'
import type { Observation } from '../../src/core/observation.ts'
import { protocolNamed } from '../../src/protocols/index.ts'
import { LoopWatch } from '../../src/run/loop-watch.ts'
import { observe, type ProbeWatch } from '../../src/run/observe.ts'
import { OwnLane, type ProbeLane } from '../../src/run/probe-lane.ts'
import type { Target } from '../../src/run/target.ts'

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

/** A lane to a target; its event loop is not watched. */
export const openLane = ({ lane }: Target): ProbeLane => new OwnLane(lane, { longestStallSince: () => 0 })

/** Sends one probe to a target, on a lane of its own unless one is given; its stamps count from `at`, when it was due. */
export async function ask(
  target: Target,
  change: Partial<Ask> = {},
  given?: ProbeLane,
  at = now(),
  watch?: ProbeWatch,
): Promise<Observation> {
  const loop = new LoopWatch()
  const lane = given ?? new OwnLane(target.lane, loop)
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
        keepChars: Number.POSITIVE_INFINITY,
        watch,
      },
    )
  } finally {
    loop.stop()
    if (!given) await lane.close()
  }
}
