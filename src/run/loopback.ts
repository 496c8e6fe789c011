import { type Ms, now, toMicrosecond } from '../core/clock.ts'
import { promptFor } from '../core/nonce.ts'
import type { Observation } from '../core/observation.ts'
import { ttftMs } from '../metrics/latency.ts'
import { presetText } from '../plan/prompts.ts'
import { protocolNamed } from '../protocols/index.ts'
import { type TruthPace, truthIn, truthModel } from '../sim/index.ts'
import type { OpenLane } from './lane-set.ts'
import { observe } from './observe.ts'
import type { ProbeLane } from './probe-lane.ts'
import type { Target } from './target.ts'

/** Far beyond what a loopback answer takes: reached only when this machine hangs. */
const timeouts = { connectMs: 5_000, firstTokenMs: 5_000, idleMs: 5_000, totalMs: 10_000 }
const keepChars = 2_000

/** A connection to the truth server, through the very engine that measures relays. */
export class Loopback {
  readonly #target: Target
  readonly #lane: ProbeLane
  readonly #prompt = promptFor(presetText('short'), 'loopback')

  constructor(url: string, openLane: OpenLane) {
    const baseUrl = new URL(url)
    const protocol = protocolNamed('openai-chat')
    this.#target = {
      relay: 'loopback',
      baseUrl,
      protocol,
      auth: protocol.auth,
      headers: new Map(),
      lane: { origin: baseUrl },
      timeouts,
    }
    this.#lane = openLane(this.#target)
  }

  /** Makes one request. @returns how far our TTFT is from the server's; undefined where one of the two is missing. */
  async errorMs(pace: TruthPace, signal?: AbortSignal): Promise<Ms | undefined> {
    const due = now()
    const observation = await observe(
      { probeId: 'loopback', attempt: 1, cellId: 'loopback', round: 1, warmup: false, session: 1 },
      {
        target: this.#target,
        lane: this.#lane,
        ask: {
          modelId: truthModel(pace),
          prompt: this.#prompt,
          maxOutputTokens: pace.tokens + 1,
          stream: true,
        },
        adjustments: new Set(),
        due,
        origin: due,
        redact: (text) => text,
        keepChars,
        ...(signal && { signal }),
      },
    )
    return ttftErrorMs(observation)
  }

  close(): Promise<void> {
    return this.#lane.close()
  }
}

/** |our TTFT − the truth server's own| of one answer, warm connections only. */
export function ttftErrorMs(observation: Observation): Ms | undefined {
  const ours = ttftMs(observation)
  const [firstUs] = truthIn(observation.reply.text) ?? []
  return ours === undefined || firstUs === undefined
    ? undefined
    : toMicrosecond(Math.abs(ours - firstUs / 1000))
}
