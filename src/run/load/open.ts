import { type Ms, now, toMicrosecond } from '../../core/clock.ts'
import type { ArrivalShape, Probe } from '../../core/plan.ts'
import { type Arrival, arrivalsOf, meanRate } from '../../plan/arrivals.ts'
import type { LaneSet } from '../lane-set.ts'
import { sleepUntil } from '../sleep.ts'
import { closedLoop, unfinished } from './closed.ts'
import type { Driver, Slot } from './driver.ts'
import { LanePool } from './lane-pool.ts'

/** Time to wake up in before the first arrival. */
const headStartMs = 5
/** Schedules of several relays begin a share of a gap apart, but not by more than this. */
const mostApartMs = 2_000

/**
 * Warm-up in a closed loop, then every probe at its own time of arrival. Times are absolute, so no lateness adds up.
 * A probe that finds no free lane waits for one, in order of arrival, and its lag grows; nothing is left out.
 */
export async function openLoop(driver: Driver, shape: ArrivalShape): Promise<void> {
  const { relay, context } = driver
  await closedLoop(driver, warmups(driver))
  // All relays begin their schedules together, and then nobody waits for anybody.
  await context.gate.enter(relay, 1)
  context.gate.leave(relay)
  const rate = meanRate(shape)
  const apart = rate > 0 ? Math.min(mostApartMs, 1000 / rate) : 0
  const zero = now() + headStartMs + driver.share(0) * apart
  await new Schedule(driver, zero).run(arrivalsOf(context.plan, shape, relay, context.finished))
}

function* warmups(driver: Driver): Generator<Probe> {
  for (const probe of unfinished(driver)) {
    if (!probe.warmup) return
    yield probe
  }
}

class Schedule {
  readonly #driver: Driver
  readonly #zero: Ms
  readonly #pool: LanePool
  readonly #inFlight = new Set<Promise<void>>()
  #failure: { readonly error: unknown } | undefined
  #due = 0
  #taken = 0
  #firstAt: Ms | undefined
  #lastAt: Ms = 0

  constructor(driver: Driver, zero: Ms) {
    this.#driver = driver
    this.#zero = zero
    this.#pool = new LanePool(driver.lanes)
  }

  async run(arrivals: Generator<Arrival>): Promise<void> {
    let next = nextOf(arrivals)
    while (next && (await this.#carryOut(next))) next = nextOf(arrivals)
    const endedAt = Math.min(now(), this.#driver.context.endsAt ?? Number.POSITIVE_INFINITY)
    await Promise.all(this.#inFlight)
    if (this.#failure) throw this.#failure.error
    this.#record(endedAt, next, arrivals)
  }

  /** @returns false when it is over: the arrival was not taken up. */
  async #carryOut({ probe, atMs }: Arrival): Promise<boolean> {
    const { over, isOver, context } = this.#driver
    const due = this.#zero + atMs
    await sleepUntil(Math.min(due, context.endsAt ?? Number.POSITIVE_INFINITY), over)
    if (isOver()) return false
    const { lanes, freeSince } = await this.#pool.take()
    if (isOver()) return false
    this.#isDue(atMs)
    const sending = this.#send(probe, lanes, { due, readyAt: Math.max(due, freeSince) })
    this.#inFlight.add(sending)
    void sending.then(() => this.#inFlight.delete(sending))
    return true
  }

  /** Never rejects: what went wrong is thrown once everything else has ended. */
  async #send(probe: Probe, lanes: LaneSet, slot: Slot): Promise<void> {
    try {
      if (await this.#driver.send(probe, lanes, slot)) this.#taken++
    } catch (error) {
      this.#failure ??= { error }
    }
    this.#pool.give(lanes)
  }

  #record(endedAt: Ms, firstMissed: Arrival | undefined, arrivals: Generator<Arrival>): void {
    const { relay, context } = this.#driver
    for (let next = firstMissed; next && this.#zero + next.atMs <= endedAt; next = nextOf(arrivals))
      this.#isDue(next.atMs)
    const stamp = (at: Ms): Ms => toMicrosecond(at - context.origin)
    context.record({
      type: 'schedule',
      relay,
      session: context.session,
      beganMs: stamp(this.#zero),
      firstDueMs: stamp(this.#zero + (this.#firstAt ?? 0)),
      lastDueMs: stamp(this.#zero + this.#lastAt),
      endedMs: stamp(endedAt),
      due: this.#due,
      taken: this.#taken,
    })
  }

  #isDue(atMs: Ms): void {
    this.#firstAt ??= atMs
    this.#lastAt = atMs
    this.#due++
  }
}

function nextOf(arrivals: Generator<Arrival>): Arrival | undefined {
  const { done, value } = arrivals.next()
  return done ? undefined : value
}
