import type { ProbeLane } from './probe-lane.ts'
import type { Target } from './target.ts'

/** Makes the lane to a target; which thread works it is decided here. */
export type OpenLane = (target: Target) => ProbeLane

/** The connections of one worker: one to each line of its relay, opened when first needed. */
export class LaneSet {
  readonly #open: OpenLane
  readonly #lanes = new Map<string | undefined, ProbeLane>()

  constructor(open: OpenLane) {
    this.#open = open
  }

  to(target: Target): ProbeLane {
    const known = this.#lanes.get(target.line)
    if (known) return known
    const lane = this.#open(target)
    this.#lanes.set(target.line, lane)
    return lane
  }

  async close(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.close()))
  }
}
