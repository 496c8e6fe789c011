import { z } from 'zod'
import { cellHead, count, line, reportHead, text } from './any-version.ts'

/** As much of a report.json as merging needs. */

const ms = z.number().nonnegative()
const spread = z
  .object({ n: count, min: ms.nullable(), max: ms.nullable(), histogram: text.nullable() })
  .default({ n: 0, min: null, max: null, histogram: null })

const cell = cellHead.extend({
  availability: z.object({ n: count, value: z.number().min(0).max(1).nullable() }),
  ttftMs: spread,
  ttftColdMs: spread,
  e2eMs: spread,
  connectMs: spread,
  outcomes: z.record(text, z.int().positive()).default({}),
  anytime: z.boolean().default(false),
})

const relay = z.object({
  relay: text,
  line,
  network: z
    .object({
      remoteAddress: text.nullable().default(null),
      edge: text.nullable().default(null),
      addresses: z.array(z.object({ address: text })).default([]),
      certificate: z.object({ issuer: text, validTo: text }).nullable().default(null),
    })
    .prefault({}),
})

export const mergeableSchema = reportHead.extend({
  cells: z.array(cell).default([]),
  relays: z.array(relay).default([]),
  plan: z
    .object({
      runId: text.optional(),
      workload: z.object({ name: text, promptBytes: count, maxOutputTokens: count }).partial().optional(),
      load: z
        .object({
          concurrency: z.record(text, count).optional(),
          shape: z.object({ type: text }).optional(),
        })
        .optional(),
    })
    .catch({})
    .default({}),
})

export type Mergeable = z.infer<typeof mergeableSchema>
export type MergeableCell = Mergeable['cells'][number]
