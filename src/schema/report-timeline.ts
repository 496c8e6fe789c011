import { z } from 'zod'

const medianMs = z.number().nonnegative().nullable()

/** Counted probes by when they were sent: one entry a session, as stamps of different sessions are on different clocks. */
export const timelineSection = z.array(
  z.strictObject({
    session: z.int().positive(),
    startedAt: z.string().nullable(),
    binMs: z.number().positive().describe('Width of all bins of the session.'),
    relays: z.array(
      z.strictObject({
        relay: z.string(),
        line: z.string().nullable(),
        bins: z.array(
          z.strictObject({
            at: z
              .int()
              .nonnegative()
              .describe('The bin begins at × binMs after the session. Empty ones are left out.'),
            n: z.int().positive(),
            failures: z.record(z.string(), z.int().positive()).describe('By outcome class.'),
            ttftP50Ms: medianMs.describe('Warm or cold, of all models; within 1 %.'),
            e2eP50Ms: medianMs.describe('Of all models; within 1 %.'),
          }),
        ),
      }),
    ),
  }),
)
