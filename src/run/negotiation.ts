import type { Ask } from '../core/ask.ts'
import type { Observation } from '../core/observation.ts'
import { classify } from '../metrics/classify.ts'
import type { Adjustment, Protocol } from '../protocols/protocol.ts'

const mostAdjustments = 4

/** What a relay refused for a model, remembered for the rest of the run. */
export class Negotiation {
  readonly #adjustments = new Map<string, ReadonlySet<Adjustment>>()

  /** Adjustments in force for a model as it is called at the relay. */
  for(modelId: string): ReadonlySet<Adjustment> {
    return this.#adjustments.get(modelId) ?? new Set()
  }

  /** Learns from a refusal. @returns the adjustment that is worth another attempt, or undefined. */
  learn(
    protocol: Protocol,
    ask: Ask,
    { modelId, adjustments, ...facts }: Observation,
  ): Adjustment | undefined {
    const { error } = facts.reply
    if (!error || classify({ modelId, adjustments, ...facts }) !== 'bad-request') return undefined
    const tried = new Set(adjustments)
    const next = tried.size < mostAdjustments ? protocol.retreat(error, ask, tried) : undefined
    if (next === undefined) return undefined
    this.#adjustments.set(modelId, new Set([...this.for(modelId), ...tried, next]))
    return next
  }
}
