import { z } from 'zod'

/** What the report says about the measuring machine beside its load: how much of a latency may be ours. */

const ms = z.number().nonnegative()

const errorSpread = z
  .strictObject({ p50: ms, p99: ms, max: ms })
  .describe("Of |our TTFT - the loopback relay's own|; with fewer than 100 values p99 is the largest.")

export const ownDelay = {
  delay: z
    .strictObject({ p99Ms: ms, from: z.enum(['control', 'calibration', 'loop']) })
    .nullable()
    .describe("The client's own delay: 99 of 100 probes do not exceed it; and what says so."),
  calibration: z
    .strictObject({
      n: z.int().nonnegative(),
      ttftErrorMs: errorSpread.nullable(),
      failure: z.string().nullable(),
    })
    .nullable()
    .describe('TTFT error on a loopback relay before the run.'),
  control: z
    .strictObject({ n: z.int().positive(), ttftErrorMs: errorSpread })
    .nullable()
    .describe('TTFT error on a loopback relay through the run.'),
  gc: z
    .strictObject({ count: z.int().nonnegative(), totalMs: ms, maxMs: ms })
    .nullable()
    .describe('Pauses of the garbage collector.'),
  cpuShare: z
    .number()
    .nonnegative()
    .nullable()
    .describe('CPU time by elapsed time; 1 is one core all the time.'),
}
