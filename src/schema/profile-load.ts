import { z } from 'zod'

/** Shapes of a load beside the closed loop. They become keys of `load` in a profile; docs/load.md explains them. */

export const openLoop = {
  rate: z
    .string()
    .regex(/^(?=.*[1-9])\d+(\.\d+)?\/(s|m|h)$/, 'must look like "5/s", "30/m" or "100/h"')
    .describe(
      'Open loop: requests that arrive at each relay, such as "5/s", whether or not it keeps up. `concurrency` is then the most in flight; default: 20 seconds of arrivals, 2…64.',
    ),
  arrivals: z
    .enum(['constant', 'poisson', 'gamma'])
    .describe('How the arrivals of `rate` are spread: evenly, at random (default), or in bursts.'),
  burstiness: z
    .number()
    .min(0.01)
    .max(1_000)
    .describe('Shape of gamma arrivals: below 1 in bursts, 1 as poisson, above 1 more even. Default 0.5.'),
}

export const ladder = z
  .strictObject({
    from: z.int().min(1).max(10_000).describe('Probes in flight at once in the first step. Default 1.'),
    to: z.int().min(1).max(10_000).describe('The most that is tried. Default 64.'),
    factor: z.number().min(1.1).max(100).describe('From a step to the next. Default 2.'),
    requests_per_step: z
      .int()
      .min(1)
      .max(100_000)
      .describe(
        'Counted probes a step and cell, at least one a lane. Default 20. The opening wave, one a lane, comes on top.',
      ),
    until: z
      .array(z.enum(['slo', 'throughput']))
      .describe(
        'What ends it before `to`, beside errors: a limit of `slo` broken, throughput that no longer grows. Default both.',
      ),
    error_share: z
      .number()
      .min(0)
      .max(1)
      .describe('Share of failed probes, 429 included, that ends it. Default 0.1.'),
    least_growth: z
      .number()
      .min(0)
      .max(100)
      .describe('Throughput must grow by this share from a step to the next. Default 0.1.'),
  })
  .partial()

export const replay = {
  trace: z
    .string()
    .min(1)
    .describe(
      'A file beside the profile with times of arrival, one a line, that are replayed at each relay: CSV with a column timestamp or arrival, or NDJSON. In place of `rate`.',
    ),
  trace_unit: z
    .enum(['s', 'ms'])
    .describe(
      'Unit of its times. Default: as the column is named (_s, _ms), else s where any has decimals and ms otherwise.',
    ),
  speed: z.number().min(0.001).max(1_000).describe('2 replays the trace twice as fast. Default 1.'),
}
