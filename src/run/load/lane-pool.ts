import { type Ms, now } from '../../core/clock.ts'
import type { LaneSet } from '../lane-set.ts'

interface FreeLane {
  readonly lanes: LaneSet
  readonly freeSince: Ms
}

/**
 * Lanes that are free. The one used last comes first: its connection is the likeliest to be warm still. Before any was
 * used the first comes first.
 */
export class LanePool {
  readonly #free: FreeLane[]
  readonly #waiting: ((lane: FreeLane) => void)[] = []

  constructor(all: readonly LaneSet[]) {
    const freeSince = now()
    this.#free = all.toReversed().map((lanes) => ({ lanes, freeSince }))
  }

  /** A free lane, at once or as soon as there is one; who asked first gets it first. */
  take(): Promise<FreeLane> {
    const lane = this.#free.pop()
    return lane ? Promise.resolve(lane) : new Promise((taken) => this.#waiting.push(taken))
  }

  give(lanes: LaneSet): void {
    const lane = { lanes, freeSince: now() }
    const next = this.#waiting.shift()
    if (next) next(lane)
    else this.#free.push(lane)
  }
}
