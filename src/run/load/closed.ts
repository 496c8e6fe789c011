import { type Ms, now } from '../../core/clock.ts'
import type { Plan, Probe } from '../../core/plan.ts'
import { probesOf, turnOf } from '../../plan/order.ts'
import { streamsOf } from '../../plan/streams.ts'
import type { LaneSet } from '../lane-set.ts'
import { sleepUntil } from '../sleep.ts'
import type { Driver } from './driver.ts'

/** Workers that would start at the same moment are spread over time: a burst would measure itself. */
const staggerPerWorkerMs = 10
const mostStaggerMs = 2_000

/** As many workers as lanes; each sends its next probe when the one before has ended, in step with other relays. */
export async function closedLoop(driver: Driver, probes = unfinished(driver)): Promise<void> {
  await Promise.all(driver.lanes.map((lanes, i) => work(driver, probes, lanes, driver.share(i))))
}

/** The probes of a relay that no earlier session finished, of cells that no stop rule has ended. */
export function* unfinished({ relay, context: { plan, finished, precision } }: Driver): Generator<Probe> {
  for (const probe of probesOf(plan, relay)) {
    if (precision.isOver(relay)) return
    if (!finished.has(probe.id) && !precision.isStopped(probe.cell.id)) yield probe
  }
}

async function work(driver: Driver, queue: Generator<Probe>, lanes: LaneSet, share: number): Promise<void> {
  const { relay, over, context } = driver
  const rampMs = rampMsOf(context.plan)
  await sleepUntil(now() + share * rampMs, over)
  for (const probe of queue) {
    const waited = await context.gate.enter(relay, turnOf(context.plan, probe.round))
    if (waited) await sleepUntil(now() + share * rampMs, over)
    if (driver.isOver()) return
    await driver.send(probe, lanes)
  }
}

/** Over so long the workers of a run open their connections, one after another; over so long again they begin to probe. */
export const rampMsOf = (plan: Plan): Ms => plan.load.rampMs ?? spreadMs(streamsOf(plan))

/** Time over which the starts of so many workers are spread. */
export const spreadMs = (workers: number): Ms => Math.min(mostStaggerMs, workers * staggerPerWorkerMs)
