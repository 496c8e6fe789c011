import { setTimeout as delay } from 'node:timers/promises'
import { type Ms, now } from '../core/clock.ts'

/** Waits until a stamp of the process clock, or until the signal. Absolute, so that waits never add up to a drift. */
export async function sleepUntil(at: Ms, signal: AbortSignal): Promise<void> {
  const ms = at - now()
  if (ms <= 0 || signal.aborted) return
  try {
    await delay(ms, undefined, { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
