import type { Ms } from '../../core/clock.ts'
import { type Answer, outputOf, spoken, times } from '../answer.ts'
import type { Ask } from '../dialects/dialect.ts'
import { jsonReply, type Script } from '../script.ts'
import type { BillingSetting } from './config.ts'
import { families } from './families/index.ts'
import { Ledger } from './ledger.ts'

/** A page of accounts, with what it says at a moment. */
export interface BillingPage {
  readonly keyed: boolean
  readonly reply: (atMs: Ms) => Script
}

/** What a relay takes for its answers and how it tells that; without a setting nothing. */
export class Accounts {
  readonly #setting: BillingSetting | undefined
  readonly #models: readonly string[]
  readonly #ledger: Ledger | undefined

  constructor(setting: BillingSetting | undefined, models: readonly string[]) {
    this.#setting = setting
    this.#models = models
    if (setting) this.#ledger = new Ledger(setting, familyOf(setting).unit)
  }

  page(path: string): BillingPage | undefined {
    const [setting, ledger] = [this.#setting, this.#ledger]
    const page = setting && familyOf(setting).pages.find((each) => each.path === path)
    if (!page || !ledger) return undefined
    const { keyed, body } = page
    return {
      keyed,
      reply: (atMs) => jsonReply(200, body({ setting, models: this.#models, spent: ledger.spentAt(atMs) })),
    }
  }

  /** An answer that was begun then. Never of an endless one. */
  answered(answer: Answer, ask: Ask, beganMs: Ms): void {
    if (!this.#ledger) return
    const { tokens } = spoken(answer)
    const counted = times(tokens, ask.outputFactor * ask.wishes.choices)
    const used = {
      inputTokens: ask.inputTokens,
      cachedTokens: ask.cachedTokens,
      outputTokens: counted.reasoning + outputOf(counted),
    }
    const lastMs = [...answer.chunks].at(-1)?.atMs ?? answer.ttftMs
    this.#ledger.answer(used, ask.maxTokens ?? used.outputTokens, beganMs, beganMs + lastMs)
  }

  refused(atMs: Ms): void {
    this.#ledger?.refusal(atMs)
  }
}

function familyOf({ family }: BillingSetting) {
  const found = families.find(({ id }) => id === family)
  if (!found) throw new RangeError(`no family "${family}"`)
  return found
}
