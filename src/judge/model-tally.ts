import { isRelaysFault } from '../metrics/reliability.ts'
import { earlier, later, type Placed } from './plan-order.ts'
import type { ProbeResult } from './probe-result.ts'

type Shown = Placed & Pick<ProbeResult, 'modelId'>

/**
 * What all probes for a model at a relay show, over all lines, protocols and modes, in any order. Warm-ups are evidence
 * of whether it answers, but are not counted.
 */
export class ModelTally {
  ok = 0
  sent = 0
  #last: Shown | undefined
  #answer: Shown | undefined
  #failure: Shown | undefined
  #refusal: Shown | undefined

  add({ round, position, probeId, modelId, warmup, outcome }: ProbeResult): void {
    const shown = { round, position, probeId, modelId }
    this.#last = later(this.#last, shown)
    if (!warmup && outcome !== 'cancelled') this.sent++
    if (!warmup && outcome === 'ok') this.ok++
    if (outcome === 'ok') this.#answer = earlier(this.#answer, shown)
    if (speaksAgainstModel(outcome)) this.#failure = earlier(this.#failure, shown)
    if (outcome === 'model-unavailable') this.#refusal = earlier(this.#refusal, shown)
  }

  /** The name that the last probe of the plan sent. */
  get modelId(): string | undefined {
    return this.#last?.modelId
  }

  /** Id of the first probe that was answered. */
  get answer(): string | undefined {
    return this.#answer?.probeId
  }

  /** Id of the first probe whose failure speaks against the model. */
  get failure(): string | undefined {
    return this.#failure?.probeId
  }

  /** Id of the first probe that was told that there is no such model. */
  get refusal(): string | undefined {
    return this.#refusal?.probeId
  }
}

/** A content filter that refuses our prompt proves that something is there; keys, quotas and networks prove nothing. */
const speaksAgainstModel = (outcome: ProbeResult['outcome']): boolean =>
  isRelaysFault(outcome) && outcome !== 'content-refused'
