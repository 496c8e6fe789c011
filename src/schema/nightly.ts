import { z } from 'zod'
import type { Ms } from '../core/clock.ts'

/**
 * As much of a report.json as the long view needs. Lenient on purpose: reports of years are read, by whichever version
 * wrote them, and a field that one does not have yet is as if nothing had been seen.
 */

const count = z.int().nonnegative()
const text = z.string()
const median = z.object({ n: count, p50: z.number().nonnegative().nullable() })
const rate = z.object({ n: count, value: z.number().min(0).max(1).nullable() })

const cell = z.object({
  relay: text,
  line: text.nullable().default(null),
  model: text,
  protocol: text.default(''),
  mode: z.enum(['stream', 'whole']).default('stream'),
  sent: count.default(0),
  ok: count.default(0),
  availability: rate.optional(),
  availabilityWithout429: rate.optional(),
  ttftMs: median.optional(),
  ttftAllMs: median.optional(),
  e2eMs: median.optional(),
  e2eAllMs: median.optional(),
  outcomes: z.record(text, count).default({}),
  clientLimited: z.boolean().default(false),
})

const model = z.object({
  relay: text,
  model: text,
  state: text,
  listed: z.boolean().nullable().default(null),
})

const relay = z.object({
  relay: text,
  line: text.nullable().default(null),
  facts: z.record(text, z.unknown()).default({}),
})

export const nightlySchema = z.object({
  schema: z.literal('relaybench.report/1'),
  startedAt: text,
  vantage: text.default(''),
  profileName: text.default(''),
  state: text.default('finished'),
  cells: z.array(cell).default([]),
  models: z.array(model).default([]),
  relays: z.array(relay).default([]),
  profile: z
    .object({ slo: z.record(text, z.unknown()).optional() })
    .catch({})
    .default({}),
})

export type Nightly = z.infer<typeof nightlySchema>
export type NightlyCell = Nightly['cells'][number]

/** A report, and when it was begun in ms since 1970. */
export interface Dated {
  readonly atMs: Ms
  readonly report: Nightly
}

/** Why a file is not among the reports. */
export const skipReasons = [
  'unreadable',
  'too-large',
  'not-json',
  'not-a-report',
  'other-version',
  'no-time',
  'still-running',
  'no-report',
  'duplicate',
] as const

export interface Skipped {
  readonly path: string
  readonly reason: (typeof skipReasons)[number]
  /** Path of the report that it is the same as. */
  readonly sameAs?: string
}
