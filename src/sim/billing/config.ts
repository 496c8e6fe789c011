import { z } from 'zod'
import { families } from './families/index.ts'

const money = z.number().min(0)

/** A relay that keeps accounts: what it lists, what it takes, and how its balance is told. */
export const billingSchema = z
  .strictObject({
    family: z
      .enum(families.map(({ id }) => id))
      .describe('Whose way of telling balances and prices it has. Amounts are in the currency of that.'),
    granted: money.default(10).describe('Balance before the first request.'),
    input_per_mtok: money.default(3).describe('Listed price of a million input tokens.'),
    output_per_mtok: money.default(15).describe('Listed price of a million output tokens.'),
    cache_ratio: z.number().min(0).default(0.1).describe('Cached input costs so much of other input.'),
    per_call: money.default(0).describe('Listed price of every answer, on top.'),
    times: money.default(1).describe('It takes so many times what it lists.'),
    bills_cached_in_full: z.boolean().default(false).describe('Takes cached input for other input.'),
    bills_errors: money.default(0).describe('What it takes for a request that it refuses.'),
    pre_deducts: z
      .boolean()
      .default(false)
      .describe('Takes the most that an answer may cost, and gives back what it did not.'),
    late_ms: z.number().min(0).default(0).describe('Takes it so long after the answer.'),
    other_per_second: money.default(0).describe('What somebody else with the same balance spends.'),
  })
  .describe('Accounts of the relay. Unset: it tells no balance.')

export type BillingSetting = z.output<typeof billingSchema>
