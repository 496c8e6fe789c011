import type { Observation } from '../../src/core/observation.ts'
import type { Cell } from '../../src/core/plan.ts'
import { type Random, randomFor } from '../../src/sim/random.ts'
import { answer, cell, end, journal, refusal, rounds, session, usage } from './journal.ts'

/** Journals of made-up runs: skewed latencies, some failures, and hours that slow down everybody at once. */

export interface Behaviour {
  readonly ttftMs: number
  readonly failureShare: number
}

export const usual: Behaviour = { ttftMs: 600, failureShare: 0.04 }

const cellsOf = (relay: string): readonly Cell[] => [
  cell(`${relay}-1`, { relay }),
  cell(`${relay}-2`, { relay, model: 'gpt-y' }),
  cell(`${relay}-3`, { relay, mode: 'whole' }),
]

/** The nth run: so many rounds of all cells, each relay as it behaves. Equal numbers give equal journals. */
export function syntheticRun(nth: number, count: number, relays: Readonly<Record<string, Behaviour>>) {
  const random = randomFor(20_261_125, nth, 'latency')
  const cells = Object.keys(relays).flatMap(cellsOf)
  const probes = Array.from({ length: count }, (_, index) => {
    const hour = Math.exp(0.5 * random.normal())
    return cells.map((one) => probe(index + 1, one, relays[one.relay] ?? usual, hour, random))
  })
  return journal(rounds(count, ...cells), session(), probes.flat(), end())
}

function probe(
  round: number,
  of: Cell,
  { ttftMs, failureShare }: Behaviour,
  hour: number,
  random: Random,
): Observation {
  const wait = microseconds(ttftMs * hour * Math.exp(0.3 * random.normal()))
  const writing = microseconds(1500 * Math.exp(0.3 * random.normal()))
  if (random.unit() < failureShare) return refusal(round, of, 502, 'upstream is gone')
  const lastToken = 1000 + wait + writing
  return answer(round, of, wait, {
    timeline: { ...(of.mode === 'stream' && { lastToken }), done: lastToken + 1, end: lastToken + 2 },
    reply: usage(100, 60 + random.below(20)),
  })
}

const microseconds = (ms: number): number => Math.round(ms * 1000) / 1000
