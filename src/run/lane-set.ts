import type { Lane } from '../transport/lane.ts'
import { openLane, type Target } from './target.ts'

/** The connections of one worker: one to each line of its relay, opened when first needed. */
export class LaneSet {
  readonly #lanes = new Map<string | undefined, Lane>()

  to(target: Target): Lane {
    const known = this.#lanes.get(target.line)
    if (known) return known
    const lane = openLane(target)
    this.#lanes.set(target.line, lane)
    return lane
  }

  async close(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.close()))
  }
}
