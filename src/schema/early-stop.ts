import { z } from 'zod'

/** A measure with its interval that holds at any number of probes. */
const shown = z.strictObject({
  name: z.string().describe('As in `load.until`: "ttft_p50", "availability".'),
  n: z.int().nonnegative(),
  value: z.number().describe('ms, or a share of 0…1.'),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

/** What ended a cell before its plan was through, or that nothing did. */
export const earlyStop = z.discriminatedUnion('reason', [
  z.strictObject({
    reason: z.literal('precise').describe('Every target of `load.until` was reached.'),
    n: z.int().positive().describe('Probes looked at; those in flight still came to an end.'),
    shown: z.array(shown),
  }),
  z.strictObject({
    reason: z.literal('dropped').describe('Another cell of the same model and mode was shown to be better.'),
    n: z.int().positive(),
    shown: shown.describe('With the alpha of `drop_losers` split over all cells.'),
    better: z.strictObject({ cell: z.string(), shown }),
  }),
  z.strictObject({
    reason: z.literal('cap').describe('All probes allowed were spent before `load.until` was reached.'),
  }),
])

export type ReportShown = z.infer<typeof shown>
