import { now } from '../../core/clock.ts'
import type { Objective } from '../../core/objective.ts'
import type { Cell, LadderShape, Probe } from '../../core/plan.ts'
import { objectivesFor } from '../../core/slo.ts'
import { recoveryProbe, stepProbes, stepsWithin } from '../../plan/ladder.ts'
import { ladderEnd, tooManyFailures } from '../../plan/ladder-rules.ts'
import { type StepProbe, stepFigures, stepProbeOf } from '../../plan/ladder-step.ts'
import type { LaneSet } from '../lane-set.ts'
import { sleepUntil } from '../sleep.ts'
import { spreadMs } from './closed.ts'
import type { Driver } from './driver.ts'

/** Climbs with one cell of the relay after the other, each until something breaks. Nobody waits for anybody. */
export async function climb(driver: Driver, shape: LadderShape): Promise<void> {
  const { relay, context } = driver
  context.gate.leave(relay)
  for (const cell of context.plan.cells) if (cell.relay === relay) await new Climb(driver, shape, cell).run()
}

class Climb {
  readonly #driver: Driver
  readonly #shape: LadderShape
  readonly #cell: Cell
  readonly #objectives: readonly Objective[]
  /** What has come to an end, in earlier sessions too. */
  readonly #probes: StepProbe[]

  constructor(driver: Driver, shape: LadderShape, cell: Cell) {
    this.#driver = driver
    this.#shape = shape
    this.#cell = cell
    const { profile, climbed } = driver.context
    this.#objectives = objectivesFor(profile, cell.relay, cell.model)
    this.#probes = climbed.filter(({ cellId }) => cellId === cell.id)
  }

  async run(): Promise<void> {
    for (const at of stepsWithin(this.#shape, this.#driver.lanes.length)) {
      await this.#step(at)
      if (this.#driver.isOver() || this.#endsAt(at)) return
    }
  }

  async #step(at: number): Promise<void> {
    const { context, lanes } = this.#driver
    // An earlier session may have seen already that this is too much.
    if (this.#isRefused(at)) return
    const queue = stepProbes(this.#shape, this.#cell, at, context.session, context.finished).values()
    await Promise.all(lanes.slice(0, at).map((each, i) => this.#work(at, queue, each, i / at)))
    await this.#recover(at)
  }

  async #work(at: number, queue: Iterator<Probe>, lanes: LaneSet, share: number): Promise<void> {
    const { over, isOver } = this.#driver
    await sleepUntil(now() + share * spreadMs(at), over)
    for (;;) {
      if (isOver() || this.#isRefused(at)) return
      const { done, value: probe } = queue.next()
      if (done) return
      await this.#send(probe, lanes)
    }
  }

  async #send(probe: Probe, lanes: LaneSet): Promise<void> {
    const observation = await this.#driver.send(probe, lanes)
    const result = observation && stepProbeOf(observation)
    if (result) this.#probes.push(result)
  }

  /** After a 429 one probe is sent alone, when the wait that the relay asked for is over: did it tell the truth? */
  async #recover(at: number): Promise<void> {
    const { lanes, context, isOver } = this.#driver
    const own = this.#of(at)
    const isLimited = own.some(({ outcome }) => outcome === 'rate-limited')
    if (!isLimited || isOver() || own.some(({ step }) => step.part === 'recovery')) return
    const [first] = lanes
    if (first) await this.#send(recoveryProbe(this.#cell, at, context.session), first)
  }

  #of(at: number): readonly StepProbe[] {
    return this.#probes.filter(({ step }) => step.at === at)
  }

  #isRefused(at: number): boolean {
    return tooManyFailures(
      this.#shape,
      at,
      this.#of(at).filter(({ step }) => step.part !== 'recovery'),
    )
  }

  #endsAt(at: number): boolean {
    const steps = stepFigures(this.#probes)
    const index = steps.findIndex((step) => step.at === at)
    const step = steps[index]
    return (
      step !== undefined && ladderEnd(this.#shape, step, steps[index - 1], this.#objectives) !== undefined
    )
  }
}
