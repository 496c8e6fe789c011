import { type Ms, now, toMicrosecond } from '../core/clock.ts'
import type { ControlRecord } from '../core/journal.ts'
import type { OpenLane } from './lane-set.ts'
import { Loopback } from './loopback.ts'
import { sleepUntil } from './sleep.ts'

/** Rare enough to be no load, often enough for a p99 within half a minute. */
const everyMs = 250
const pace = { firstMs: 20, tokens: 3, gapMs: 5 }

interface ControlSetting {
  /** Base URL of a truth server. */
  readonly url: string
  readonly session: number
  /** Zero of the session's stamps. */
  readonly origin: Ms
  readonly openLane: OpenLane
  readonly record: (record: ControlRecord) => void
}

/** Asks a loopback relay at a low rate while the run goes on: what it measures wrong there, it measures wrong everywhere. */
export async function control(setting: ControlSetting, stop: AbortSignal): Promise<void> {
  const { url, session, origin, openLane, record } = setting
  const loopback = new Loopback(url, openLane)
  try {
    for (let due = now(); !stop.aborted; due = Math.max(due + everyMs, now())) {
      await sleepUntil(due, stop)
      const ttftErrorMs = await loopback.errorMs(pace, stop)
      if (ttftErrorMs === undefined) continue
      record({ type: 'control', session, atMs: toMicrosecond(now() - origin), ttftErrorMs })
    }
  } finally {
    await loopback.close()
  }
}
