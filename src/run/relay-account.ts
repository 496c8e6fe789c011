import type { BalanceSource } from '../pricing/balance-source.ts'
import { readBalance, triedText } from './balance.ts'
import type { LaneSet } from './lane-set.ts'
import type { BalanceLook } from './load/balance-watch.ts'
import type { PreparedRelay } from './preparation.ts'
import { type PricePage, readPricePage } from './price-page.ts'
import type { RunContext } from './run-context.ts'

/** What a relay says of money, on its first line. Nothing of it rejects. */
export class RelayAccount {
  readonly #context: Pick<RunContext, 'redact' | 'abort'>
  readonly #prepared: () => PreparedRelay
  readonly #lanes: LaneSet
  #source: BalanceSource | undefined

  constructor(context: Pick<RunContext, 'redact' | 'abort'>, prepared: () => PreparedRelay, lanes: LaneSet) {
    this.#context = context
    this.#prepared = prepared
    this.#lanes = lanes
  }

  /** Its balance, read again as it was read before. */
  async balance(): Promise<BalanceLook> {
    const [target] = this.#prepared().lines
    if (!target) return { why: 'no line' }
    const { redact, abort } = this.#context
    const known = this.#source && [this.#source]
    const answer = await readBalance(target, this.#lanes.to(target), redact, abort, known)
    if ('tried' in answer) return { why: answer.tried.map(triedText).join('; ') }
    this.#source = answer.source
    return { source: answer.source.id, reading: answer.reading }
  }

  /** What it states of its prices for the models that it is asked for. */
  async pricePage(): Promise<PricePage | undefined> {
    const {
      lines: [target],
      modelIds,
    } = this.#prepared()
    const models = new Set(modelIds.values())
    return target && readPricePage(target, this.#lanes.to(target), models, this.#context.abort)
  }
}
