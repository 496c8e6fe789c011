import { randomBytes } from 'node:crypto'
import type { Ms } from '../core/clock.ts'
import type { Cell, ChargeBatch, ChargeMix, ChargeShape, KnownPrice, Plan } from '../core/plan.ts'
import { UserError } from '../core/text.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { costWords } from '../words/cost.ts'
import { chargeQuestions } from './charge-questions.ts'
import { claimedPrice, officialPrice } from './known-prices.ts'
import { planRun } from './plan.ts'
import { knownPrices } from './prices.ts'
import { inWords, thinkingTokensOf, withCosts } from './questions.ts'

/** How a run of charges is timed, and how much is asked. */
export interface ChargeWish {
  /** So many times the usual number of requests in every batch. */
  readonly times: number
  readonly idleMs: Ms
  readonly pollMs: Ms
  readonly settleMs: Ms
}

/**
 * Every mix twice, so that what does not follow from tokens shows. First a single request, which shows how late a balance
 * follows: of several, the first may be booked while the last are under way.
 */
const batches: readonly (readonly [mix: ChargeMix, requests: number])[] = [
  ['input', 1],
  ['input', 3],
  ['output', 4],
  ['cached', 5],
  ['small', 12],
  ['refused', 4],
  ['output', 4],
  ['small', 12],
  ['cached', 5],
  ['input', 4],
]

function pricesBy(
  cells: readonly Cell[],
  loaded: LoadedProfile,
  priceOf: typeof officialPrice,
): Readonly<Record<string, KnownPrice>> {
  const known = knownPrices(loaded)
  return Object.fromEntries(
    cells.flatMap((cell) => {
      const relay = loaded.profile.relays.find(({ name }) => name === cell.relay)
      const price = relay && priceOf(relay, cell, known)
      return price ? [[cell.id, price]] : []
    }),
  )
}

/**
 * A plan that finds out what is charged: one cell for every relay and model, on its first line, since an account is the
 * same on all of them.
 * @throws UserError when no relay of the profile can be asked in words
 */
export function planCharge(loaded: LoadedProfile, { times, ...timing }: ChargeWish): Plan {
  const base = planRun(inWords(loaded))
  const inOrder = base.cells.filter(({ protocol }) => protocol !== 'embeddings')
  const firsts = new Map(inOrder.toReversed().map((cell) => [cell.relay, cell.line]))
  const cells = inOrder.filter(({ relay, line }) => firsts.get(relay) === line)
  if (cells.length === 0 && base.skipped.length === 0) throw new UserError(costWords.nobody)
  const shape: ChargeShape = {
    type: 'charge',
    batches: batches.map(
      ([mix, requests]): ChargeBatch => ({ mix, requests: requests === 1 ? 1 : requests * times }),
    ),
    ...timing,
    thinkingTokens: thinkingTokensOf(loaded.profile, cells),
    official: pricesBy(cells, loaded, officialPrice),
    claimed: pricesBy(cells, loaded, claimedPrice),
  }
  const concurrency = Object.fromEntries(Object.keys(base.load.concurrency).map((relay) => [relay, 1]))
  const draft: Plan = {
    ...base,
    runId: randomBytes(8).toString('hex'),
    cells,
    load: { warmupRounds: 0, concurrency, shape },
  }
  return withCosts(draft, loaded, 'charge', (cell) => chargeQuestions(draft, shape, cell))
}
