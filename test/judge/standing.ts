import type { PlannedPrice } from '../../src/core/budget.ts'
import type { RunHeader } from '../../src/core/journal.ts'
import type { Observation } from '../../src/core/observation.ts'
import type { Cell } from '../../src/core/plan.ts'
import { randomFor } from '../../src/sim/random.ts'
import { answer, header, plan, refusal, usage } from './journal.ts'

/** Journals in which relays differ by chance as real ones do. */

export interface Behaviour {
  /** Median of the first token. */
  readonly ttftMs: number
  /** Chance of an answer. */
  readonly answers: number
  readonly outputTokens?: number
}

/** What a relay of that behaviour does in so many rounds; first tokens spread by about 30 %. */
export const behaves = (
  of: Cell,
  rounds: number,
  { ttftMs, answers, outputTokens = 40 }: Behaviour,
  seed: number,
): Observation[] => {
  const draws = randomFor(seed, 0, 'latency')
  return Array.from({ length: rounds }, (_, i) => {
    const ttft = ttftMs * Math.exp(0.3 * draws.normal())
    return draws.unit() < answers
      ? answer(i + 1, of, Math.round(ttft * 1000) / 1000, { reply: usage(100, outputTokens) })
      : refusal(i + 1, of, 503, 'no upstream')
  })
}

export type Prices = Readonly<Record<string, Partial<PlannedPrice>>>

/** A header whose plan knows prices; relays that are not named have the default one. */
export function priced(cells: readonly Cell[], prices: Prices, profile: object = {}): RunHeader {
  const most = { inputTokens: 800, outputTokens: 256 }
  const rows = cells.map(({ relay, model }): PlannedPrice => {
    const stated = prices[relay]
    const source = stated ? 'declared' : 'default'
    const base = {
      relay,
      model,
      source,
      inputUsdPerMtok: 12.5,
      outputUsdPerMtok: 50,
      perRequestUsd: 0,
    } as const
    return { ...base, ...stated }
  })
  const budget = { capUsd: 1, capSource: 'default', probe: most, discovery: most, prices: rows } as const
  const relays = cells.map(({ relay }) => ({ name: relay }))
  return header(cells, { plan: plan(cells, { budget }), profile: { relays, ...profile } })
}
