import { z } from 'zod'
import type { Random } from './random.ts'

/** Every distribution is in ms. */
const milliseconds = z.number().min(0)

export const latencySchema = z.union([
  milliseconds.describe('Always so many milliseconds.'),
  z
    .strictObject({ lognormal: z.strictObject({ median: milliseconds, sigma: z.number().min(0) }) })
    .describe('A long right tail, as queues have it: median in ms, sigma of the logarithm.'),
  z
    .strictObject({
      bimodal: z.strictObject({ a: milliseconds, b: milliseconds, share: z.number().min(0).max(1) }),
    })
    .describe('Two upstreams behind one name: b ms for this share of draws, else a ms.'),
  z
    .strictObject({ trace: z.array(milliseconds).min(1) })
    .describe('These values in order, then from the start.'),
])

export type Latency = z.infer<typeof latencySchema>

/** The nth draw of a distribution, in ms. Only a trace depends on `nth`. */
export function drawLatency(latency: Latency, nth: number, random: Random): number {
  if (typeof latency === 'number') return latency
  if ('lognormal' in latency)
    return latency.lognormal.median * Math.exp(latency.lognormal.sigma * random.normal())
  if ('bimodal' in latency)
    return random.unit() < latency.bimodal.share ? latency.bimodal.b : latency.bimodal.a
  return latency.trace[nth % latency.trace.length] ?? 0
}
