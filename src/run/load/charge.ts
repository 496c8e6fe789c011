import type { BalanceRecord } from '../../core/balance.ts'
import { type Ms, now, toMicrosecond } from '../../core/clock.ts'
import type { Cell, ChargeShape } from '../../core/plan.ts'
import { chargeProbe, chargeQuestions, numbersOf } from '../../plan/charge-questions.ts'
import { sleepUntil } from '../sleep.ts'
import { BalanceWatch, type Rest } from './balance-watch.ts'
import type { Driver } from './driver.ts'

/**
 * Sends batches of requests, one model after the other and one request at a time, and reads the balance before and after
 * each. What a killed session left of a batch cannot be told from what others spent: it is not asked again.
 */
export async function measureCharges(driver: Driver, shape: ChargeShape): Promise<void> {
  const { relay, context } = driver
  const page = driver.isOver() ? undefined : await driver.account.pricePage()
  if (page) context.record({ type: 'price-page', relay, session: context.session, ...page })
  for (const cell of context.plan.cells.filter((each) => each.relay === relay))
    if (!driver.isOver()) await new CellCharges(driver, shape, cell).measure()
}

class CellCharges {
  readonly #driver: Driver
  readonly #shape: ChargeShape
  readonly #cell: Cell
  readonly #watch: BalanceWatch

  constructor(driver: Driver, shape: ChargeShape, cell: Cell) {
    this.#driver = driver
    this.#shape = shape
    this.#cell = cell
    const wait = (ms: Ms) => sleepUntil(now() + ms, driver.over)
    this.#watch = new BalanceWatch(
      { read: () => driver.account.balance(), wait, now, isOver: driver.isOver },
      shape,
    )
  }

  async measure(): Promise<void> {
    const { batches, idleMs } = this.#shape
    const before = await this.#watch.look()
    this.#record({ stage: 'before' }, before)
    if (!before.answer.reading) return
    this.#record({ stage: 'idle' }, await this.#watch.idle(idleMs))
    for (const batch of batches.keys()) {
      if (this.#driver.isOver()) return
      if (!(await this.#batch(batch))) return
    }
    this.#record({ stage: 'after' }, await this.#watch.idle(idleMs))
  }

  /** @returns whether it makes sense to go on */
  async #batch(batch: number): Promise<boolean> {
    const { context, send, lanes, isOver } = this.#driver
    const [lane] = lanes
    const questions = chargeQuestions(context.plan, this.#shape, this.#cell)
    const [from, to] = numbersOf(this.#shape, batch)
    const probes = questions
      .slice(from, to)
      .map((question, nth) => chargeProbe(question, this.#cell, from + nth))
    if (!lane || probes.some(({ id }) => context.finished.has(id))) return true
    const sentAt = now()
    for (const probe of probes) {
      if (isOver()) return false
      await send(probe, lane)
    }
    const isRefused = this.#shape.batches[batch]?.mix === 'refused'
    const rest = await this.#watch.settle(isRefused, probes.length === 1 ? sentAt : undefined)
    this.#record({ stage: 'batch', batch }, rest)
    // One request may cost too little to be seen; where a batch is not seen either, nothing will be.
    return rest.answer.reading !== undefined && (rest.settled || batch !== 1)
  }

  #record(
    place: Pick<BalanceRecord, 'stage' | 'batch'>,
    { answer: { source, reading, why }, settled, lagMs }: Rest,
  ): void {
    const { context, relay } = this.#driver
    context.record({
      type: 'balance',
      relay,
      cellId: this.#cell.id,
      session: context.session,
      atMs: toMicrosecond(now() - context.origin),
      ...place,
      ...(source !== undefined && { source }),
      ...(reading && { reading }),
      settled,
      ...(lagMs !== undefined && { lagMs: toMicrosecond(lagMs) }),
      ...(why !== undefined && { why }),
    })
  }
}
