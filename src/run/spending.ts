import { type NanoUsd, type PlannedBudget, priceOf, type TokenCounts, toUsd } from '../core/budget.ts'
import type { Observation } from '../core/observation.ts'
import type { Probe } from '../core/plan.ts'
import { larger, usedTokens } from '../metrics/cost.ts'
import type { Budget, Held } from './budget.ts'

/** A request that may be sent, since what it may cost is set aside. */
export interface Paid {
  /** @returns the observation with what it cost. */
  settle(observation: Observation): Observation
  /** It was not sent after all. */
  cancel(): void
}

interface Item {
  readonly relay: string
  /** Absent: any model of the relay, for what is asked once. */
  readonly model?: string
  readonly probeId: string
  /** Which requests are alike: one that used more than was thought possible makes the next ones set aside more. */
  readonly kind: string
  readonly most: TokenCounts
}

/** Puts a price on every request, by the plan. */
export class Spending {
  readonly #plan: PlannedBudget
  readonly #budget: Budget
  readonly #largest: Map<string, TokenCounts>

  /** @param largest the most that requests of each cell have used in earlier sessions */
  constructor(plan: PlannedBudget, budget: Budget, largest: ReadonlyMap<string, TokenCounts> = new Map()) {
    this.#plan = plan
    this.#budget = budget
    this.#largest = new Map(largest)
  }

  /** Aborted when the cap ends the run. */
  get over(): AbortSignal {
    return this.#budget.over
  }

  /** Sets aside what one attempt of a probe may cost. @returns undefined when the run is over before that. */
  forProbe({ id, cell, most }: Probe, signal: AbortSignal): Promise<Paid | undefined> {
    const { relay, model } = cell
    const kind = most ? `${cell.id} ${most.inputTokens} ${most.outputTokens}` : cell.id
    return this.#pay({ relay, model, probeId: id, kind, most: most ?? this.#plan.probe }, signal)
  }

  /** The same for a request that finds out whether a relay speaks a protocol. */
  forDiscovery(relay: string, probeId: string, signal: AbortSignal): Promise<Paid | undefined> {
    return this.#pay({ relay, probeId, kind: `${probeId} ${relay}`, most: this.#plan.discovery }, signal)
  }

  async #pay(item: Item, signal: AbortSignal): Promise<Paid | undefined> {
    const { relay, probeId } = item
    const amount = (): NanoUsd => this.#price(item, this.#reserve(item))
    const held = await this.#budget.take({ relay, probeId, amount }, signal)
    return (
      held && { settle: (observation) => this.#settle(item, held, observation), cancel: () => held.cancel() }
    )
  }

  #settle(item: Item, held: Held, observation: Observation): Observation {
    const used = usedTokens(observation, item.most, this.#reserve(item))
    if (used) this.#largest.set(item.kind, larger(this.#reserve(item), used))
    const cost = used ? this.#price(item, used) : 0
    held.settle(cost)
    return { ...observation, costUsd: toUsd(cost) }
  }

  #reserve({ kind, most }: Item): TokenCounts {
    return larger(most, this.#largest.get(kind) ?? most)
  }

  #price({ relay, model }: Item, tokens: TokenCounts): NanoUsd {
    const { prices } = this.#plan
    const price =
      prices.find((row) => row.relay === relay && row.model === model) ??
      prices.find((row) => row.relay === relay)
    if (!price) throw new Error(`plan has no price for relay ${relay}`)
    return priceOf(tokens, price)
  }
}
