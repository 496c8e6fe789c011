import { whenAborted } from '../core/abort.ts'
import { type Ms, now } from '../core/clock.ts'

/**
 * Waits until a stamp of the process clock, or until the signal. Absolute, so that waits never add up to a drift.
 * Timers cut milliseconds off and may fire early: it never returns before the stamp.
 */
export async function sleepUntil(at: Ms, signal: AbortSignal): Promise<void> {
  for (let ms = at - now(); ms > 0 && !signal.aborted; ms = at - now()) await timer(Math.ceil(ms), signal)
}

const timer = (ms: Ms, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timeout)
      forget()
      resolve()
    }
    const timeout = setTimeout(wake, ms)
    const forget = whenAborted(signal, wake)
  })
