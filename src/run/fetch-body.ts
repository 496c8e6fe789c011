import type { BodySink, ExchangeResult, WireRequest } from '../transport/exchange.ts'
import { HeldBytes } from '../transport/held-bytes.ts'
import type { Lane } from '../transport/lane.ts'
import { defaultSizeLimits } from '../transport/limits.ts'
import { SseLimit } from '../transport/sse.ts'

class WholeBody implements BodySink {
  readonly hasToken = false
  readonly #held = new HeldBytes()

  bytes(chunk: Buffer): 'more' {
    if (this.#held.length + chunk.length > defaultSizeLimits.wholeBytes) throw new SseLimit('body')
    this.#held.push(chunk)
    return 'more'
  }

  takeText(): string {
    return this.#held.take().toString('utf8')
  }
}

interface Fetched {
  readonly result: ExchangeResult
  readonly text: string
}

/** Asks for something that is no answer of a model, and holds its body. Never rejects. */
export async function fetchBody(
  lane: Lane,
  request: WireRequest,
  totalMs: number,
  connectMs: number,
  signal?: AbortSignal,
): Promise<Fetched> {
  const body = new WholeBody()
  const deadlines = { connectMs: Math.min(connectMs, totalMs), idleMs: totalMs, totalMs }
  const result = await lane.exchange(request, body, deadlines, signal)
  return { result, text: body.takeText() }
}
