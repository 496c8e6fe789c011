import { z } from 'zod'

const amount = z.number().min(0).max(1e9)
const date = z.string().regex(/^\d{4}-\d\d(-\d\d)?$/)

const parts = {
  inputPerMtok: amount.optional(),
  outputPerMtok: amount.optional(),
  cachedPerMtok: amount.optional(),
  cacheWritePerMtok: z.record(z.string(), amount).optional(),
}

/** A price book as it is kept in a file: what `relaybench prices update` writes. */
export const priceBookSchema = z.strictObject({
  schema: z.literal('relaybench.prices/1'),
  asOf: date,
  source: z.string(),
  /** Of what the rows were read from. */
  sha256: z.string(),
  rows: z.array(
    z.strictObject({
      model: z.string().min(1),
      aliases: z.array(z.string()).optional(),
      vendor: z.string().optional(),
      currency: z.enum(['USD', 'CNY']),
      ...parts,
      perCall: amount.optional(),
      tiers: z.array(z.strictObject({ aboveInputTokens: z.int().min(0), ...parts })).optional(),
      offPeak: z
        .strictObject({
          times: z.number().min(0).max(1),
          peakHours: z.array(z.string()),
          days: z.string(),
          zone: z.string(),
        })
        .optional(),
      source: z.string(),
      asOf: date,
      from: date.optional(),
      until: date.optional(),
    }),
  ),
})
