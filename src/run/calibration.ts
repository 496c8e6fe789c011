import { type Ms, now, toMicrosecond } from '../core/clock.ts'
import type { CalibrationRecord } from '../core/journal.ts'
import { errorSpread } from '../statistics/spread.ts'
import type { OpenLane } from './lane-set.ts'
import { Loopback } from './loopback.ts'

/** Light enough that its streams do not wait for each other: what is measured is one probe's own error. */
const concurrency = 4
const requests = 160
/** The first ones run code that is not compiled yet: this share of them is left out. */
const warmingShare = 2 / 3
const longestMs = 450
const pace = { firstMs: 3, tokens: 6, gapMs: 1 }

/**
 * Measures what this process adds to a TTFT, and warms the code that counted probes will run, before the first of them.
 * Takes at most about half a second.
 * @param url base URL of a truth server
 */
export async function calibrate(
  url: string,
  session: number,
  openLane: OpenLane,
  stop: AbortSignal,
): Promise<CalibrationRecord> {
  const startedAt = now()
  const all = await measure(url, openLane, startedAt + longestMs, stop)
  const errors = all.slice(Math.floor(all.length * warmingShare))
  const ttftErrorMs = errorSpread(errors)
  return {
    type: 'calibration',
    session,
    concurrency,
    n: errors.length,
    ...(ttftErrorMs && { ttftErrorMs }),
    tookMs: toMicrosecond(now() - startedAt),
  }
}

/** @returns errors in the order in which the answers ended */
async function measure(
  url: string,
  openLane: OpenLane,
  until: Ms,
  stop: AbortSignal,
): Promise<readonly Ms[]> {
  const errors: Ms[] = []
  let started = 0
  async function work(): Promise<void> {
    const loopback = new Loopback(url, openLane)
    try {
      while (started < requests && now() < until && !stop.aborted) {
        started++
        const error = await loopback.errorMs(pace, stop)
        if (error !== undefined) errors.push(error)
      }
    } finally {
      await loopback.close()
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return errors
}
