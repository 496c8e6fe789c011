import type { WireRequest } from '../transport/exchange.ts'
import type { Fetched, ProbeLane } from './probe-lane.ts'

/** Asks for something that is no answer of a model, and holds its body. Never rejects. */
export const fetchBody = (
  lane: ProbeLane,
  request: WireRequest,
  totalMs: number,
  connectMs: number,
  signal?: AbortSignal,
): Promise<Fetched> =>
  lane.fetch(request, { connectMs: Math.min(connectMs, totalMs), idleMs: totalMs, totalMs }, signal)
