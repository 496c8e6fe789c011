import { setTimeout as delay } from 'node:timers/promises'
import { type Ms, now } from '../core/clock.ts'

/**
 * Waits until a stamp of the process clock, or until the signal. Absolute, so that waits never add up to a drift.
 * Timers cut milliseconds off and may fire early: it never returns before the stamp.
 */
export async function sleepUntil(at: Ms, signal: AbortSignal): Promise<void> {
  for (let ms = at - now(); ms > 0 && !signal.aborted; ms = at - now()) {
    try {
      await delay(Math.ceil(ms), undefined, { signal })
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
}
