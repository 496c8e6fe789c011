import { z } from 'zod'
import { priceOrigins } from '../core/budget.ts'
import { bounded } from './report-charge.ts'

const amount = z.number().min(0)

/** What a month of some traffic would cost. */
export const projectionSection = z.strictObject({
  days: z.int().positive(),
  traffic: z.strictObject({
    inputTokensPerDay: amount,
    cachedTokensPerDay: amount,
    outputTokensPerDay: amount,
    requestsPerDay: amount,
  }),
  rows: z.array(
    z.strictObject({
      relay: z.string(),
      line: z.string().nullable(),
      model: z.string(),
      basis: z
        .enum(['measured', ...priceOrigins])
        .describe('measured: by what was charged; else the price that the run counted with.'),
      usd: bounded
        .nullable()
        .describe('A month, in dollars of the relay’s balance; null: nothing is known to reckon with.'),
      cny: z.number().nullable().describe('What that costs in yuan.'),
    }),
  ),
})

export type ReportProjection = z.infer<typeof projectionSection>
