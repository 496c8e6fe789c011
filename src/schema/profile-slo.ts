import { z } from 'zod'

const latencyLimit = z.string().describe('Most that one probe may take, such as "< 2s".')

/** Limits by name. A plain text is a limit of severity `fail`. */
export const slo = z.record(
  z.string(),
  z.union([
    z.string(),
    z
      .strictObject({
        limit: z.string().describe('The limit, such as "< 2s".'),
        share: z
          .string()
          .describe('Of goodput, in place of `limit`: the share of good probes, such as ">= 95%".'),
        ttft: latencyLimit,
        ttfo: latencyLimit,
        e2e: latencyLimit,
        tpot: latencyLimit,
        severity: z
          .enum(['fail', 'warn'])
          .describe('warn is shown but never changes the exit code. Default fail.'),
      })
      .partial(),
  ]),
)
