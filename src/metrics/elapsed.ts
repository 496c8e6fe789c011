import { type Ms, toMicrosecond } from '../core/clock.ts'

/**
 * From one stamp to a later one, in ms, to the microsecond. Undefined when either was never reached, and when they
 * stand in the wrong order, as they do for a relay that answers before it was asked.
 */
export const elapsedMs = (from: Ms | undefined, to: Ms | undefined): Ms | undefined =>
  from === undefined || to === undefined || to < from ? undefined : toMicrosecond(to - from)
