import type { Ms } from '../../core/clock.ts'
import type { Observation } from '../../core/observation.ts'
import type { Probe } from '../../core/plan.ts'
import type { LaneSet } from '../lane-set.ts'
import type { ProbeWatch } from '../observe.ts'
import type { RelayAccount } from '../relay-account.ts'
import type { RunContext } from '../run-context.ts'

/** When a probe arrived, and when it could be sent: a lane was free, and it had arrived. On the process clock. */
export interface Slot {
  readonly due: Ms
  readonly readyAt: Ms
}

/** One relay as a shape of load sees it: lanes, a way to send, and the word that it is over. */
export interface Driver {
  readonly relay: string
  readonly context: RunContext
  readonly lanes: readonly LaneSet[]
  /** Where in the staggering of all workers of all relays a lane begins, 0…1. */
  readonly share: (lane: number) => number
  /** Nothing more is sent: the run was stopped, or this relay was given up. */
  readonly over: AbortSignal
  /** The same, or the time is up. */
  readonly isOver: () => boolean
  readonly account: RelayAccount
  /** Sends a probe, with as many attempts as it takes. @returns the last; undefined when none was to be sent any more. */
  readonly send: (
    probe: Probe,
    lanes: LaneSet,
    slot?: Slot,
    watch?: ProbeWatch,
  ) => Promise<Observation | undefined>
}
