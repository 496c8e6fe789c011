import { z } from 'zod'
import type { Ms } from '../core/clock.ts'
import { cellHead, count, line, reportHead, text } from './any-version.ts'

/** As much of a report.json as the long view needs. */

const median = z.object({ n: count, p50: z.number().nonnegative().nullable() })
const rate = z.object({ n: count, value: z.number().min(0).max(1).nullable() })

const cell = cellHead.extend({
  availability: rate.optional(),
  availabilityWithout429: rate.optional(),
  ttftMs: median.optional(),
  ttftAllMs: median.optional(),
  e2eMs: median.optional(),
  e2eAllMs: median.optional(),
  outcomes: z.record(text, count).default({}),
})

const model = z.object({
  relay: text,
  model: text,
  state: text,
  listed: z.boolean().nullable().default(null),
})

const relay = z.object({
  relay: text,
  line,
  facts: z.record(text, z.unknown()).default({}),
})

export const nightlySchema = reportHead.extend({
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
