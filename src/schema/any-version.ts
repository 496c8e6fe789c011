import { z } from 'zod'

/**
 * What readers of many reports take of each, whatever else they want. Lenient on purpose: reports of years are read, by
 * whichever version wrote them, and a field that one does not have yet is as if nothing had been seen.
 */

export const count = z.int().nonnegative()
export const text = z.string()
export const line = text.nullable().default(null)

export const cellHead = z.object({
  relay: text,
  line,
  model: text,
  protocol: text.default(''),
  mode: z.enum(['stream', 'whole']).default('stream'),
  sent: count.default(0),
  ok: count.default(0),
  clientLimited: z.boolean().default(false),
})

export const reportHead = z.object({
  schema: z.literal('relaybench.report/1'),
  startedAt: text,
  vantage: text.default(''),
  profileName: text.default(''),
  state: text.default('finished'),
})
