import { z } from 'zod'

/** What `relaybench selftest --json` prints: how exactly this machine measures, at which load. */

const ms = z.number().nonnegative()
const count = z.int().nonnegative()

const spread = z.strictObject({ n: count, p50: ms, p99: ms, max: ms })

const level = z.strictObject({
  streams: z.int().positive(),
  answers: count.describe('Answers that came to their proper end.'),
  failed: count,
  chunksPerSecond: z
    .number()
    .nonnegative()
    .describe('Frames received, by the time from the first request to the last end.'),
  ttftErrorMs: spread
    .nullable()
    .describe("|our TTFT − the server's own| of the same request, warm connections."),
  itlErrorMs: spread.nullable().describe("|our gap between two tokens − the server's own|."),
  loopDelayMs: z.strictObject({ p99: ms, max: ms }).nullable(),
  loopUtilization: z.number().nullable(),
  gcMaxMs: ms.nullable(),
  cpuMsPerThousandChunks: ms.nullable(),
  rssMb: z.number().nonnegative().describe('Largest resident set of this process while the level ran.'),
})

export const selftestSchema = z.strictObject({
  schema: z.literal('relaybench.selftest/1'),
  version: z.string(),
  node: z.string(),
  cores: z.int().positive(),
  calibration: spread.nullable().describe('TTFT error of single probes, before any load.'),
  levels: z.array(level),
  exactTo: z
    .strictObject({ streams: z.int().positive(), ttftErrorP99Ms: ms })
    .nullable()
    .describe('The most streams at which 99 of 100 TTFTs are within 5 ms; null: not even the fewest.'),
})

export type Selftest = z.infer<typeof selftestSchema>
export type SelftestLevel = z.infer<typeof level>
