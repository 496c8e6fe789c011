import { z } from 'zod'

/** How relays stand beside each other when more than speed counts. */

const usd = z.number().nonnegative()
const place = {
  cell: z.string(),
  relay: z.string(),
  line: z.string().nullable(),
}

const axis = z.enum(['price', 'speed', 'availability'])

export const paretoGroup = z.strictObject({
  model: z.string(),
  mode: z.enum(['stream', 'whole']),
  cells: z.array(
    z.strictObject({
      ...place,
      usdPer1000: usd
        .nullable()
        .describe(
          'USD for 1,000 answers of this workload, at the declared price and the tokens that the relay counted; null: no declared price, or no tokens reported.',
        ),
      state: z
        .enum(['unbeaten', 'beaten', 'unknown-price'])
        .describe('beaten: another is shown to be better in price, speed or availability and worse in none.'),
      beatenBy: z.array(z.strictObject({ cell: z.string(), in: z.array(axis).min(1) })),
    }),
  ),
})

const criterion = z.strictObject({
  criterion: z.enum(['availability', 'ttft', 'price']),
  weight: z.number().positive().describe('Of 100 for all criteria together.'),
  contribution: z.number().nonnegative().nullable().describe('null: not known.'),
  low: z.number().nonnegative().nullable().describe('At the worse end of the 95 % interval.'),
  high: z.number().nonnegative().nullable(),
})

export const score = z.strictObject({
  ...place,
  model: z.string(),
  mode: z.enum(['stream', 'whole']),
  place: z.int().positive().nullable().describe('Scores that cannot be told apart share it; null: no score.'),
  score: z.number().nonnegative().nullable().describe('0 … 100; null when a criterion is not known.'),
  low: z.number().nonnegative().nullable(),
  high: z.number().nonnegative().nullable(),
  criteria: z.array(criterion).describe('What each criterion contributes.'),
})

export type ParetoGroup = z.infer<typeof paretoGroup>
export type ParetoAxis = z.infer<typeof axis>
export type Score = z.infer<typeof score>
