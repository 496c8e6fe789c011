import { z } from 'zod'
import { failOnChoices } from '../core/objective.ts'
import { ladder, openLoop, replay } from './profile-load.ts'
import { prices } from './profile-prices.ts'
import { limits, maxBytes, maxRatio, name, relay, timeouts } from './profile-relay.ts'
import { slo } from './profile-slo.ts'

/**
 * The profile: what a user asks for, in YAML. This schema is the only source of the TypeScript type,
 * of the validation and of the published JSON Schema. Descriptions end up in `docs/profile.md`.
 */

const model = z.union([
  name,
  z.strictObject({
    name: name.describe('Logical name in tables.'),
    id: z
      .string()
      .optional()
      .describe('Name to send, unless a relay has its own. Default: the logical name.'),
    ids: z.record(z.string(), z.string()).optional().describe('Name to send, by relay.'),
    only: z.array(z.string()).min(1).optional().describe('Relays that are asked for it. Default: all.'),
    slo: slo.optional().describe('Limits for this model, in place of those of the profile.'),
  }),
])

const promptPresets = ['short', 'medium', 'long'] as const

const workload = z
  .strictObject({
    prompt: z
      .enum(promptPresets)
      .describe('short (about 700 bytes), medium (2 kB) or long (8 kB) of realistic text.'),
    file: z.string().describe('A text file beside the profile, in place of `prompt`.'),
    max_tokens: z.int().min(1).describe('Most tokens to ask for. Default 256: room for reasoning.'),
    reasoning_effort: z
      .enum(['none', 'minimal', 'low', 'medium', 'high', 'default'])
      .describe(
        'Hint for reasoning models, dropped when refused. "default" sends none. Default: low for reasoning families.',
      ),
    temperature: z.number().min(0).max(2).describe('Sent only when stated: many current models refuse it.'),
    top_p: z.number().min(0).max(1).describe('Sent only when stated.'),
  })
  .partial()

const load = z
  .strictObject({
    requests: z.int().min(1).max(1_000_000).describe('Counted probes a cell. Default 20.'),
    duration: z
      .string()
      .regex(/^\d+(\.\d+)?(s|m|h)$/, 'must look like "90s", "10m" or "1h"')
      .describe('Run for so long instead of a number of requests.'),
    concurrency: z.int().min(1).max(10_000).describe('Probes in flight at once, a relay. Default 2.'),
    ramp: z
      .string()
      .regex(/^\d+(\.\d+)?(ms|s|m)$/, 'must look like "500ms", "5s" or "1m"')
      .describe('Over so long the connections begin, one after another. Default 10 ms each, at most 2s.'),
    warmup: z.int().min(0).max(100).describe('Probes a cell before counting begins. Default 1.'),
    seed: z
      .int()
      .min(0)
      .max(4_294_967_295)
      .describe('Fixes the order of probes. Default: random, and printed.'),
    until: z
      .union([z.string(), z.array(z.string()).min(1)])
      .describe(
        'A cell gets no more probes once its interval is so narrow, such as "ttft_p50 ±10%" (or +-10%) or "availability ±2%" (in points); of a list, once all are. ttft, ttfo, e2e or tpot with _p50, _p90, _p95 or _p99. `requests` or `duration` is then the cap; default 500 probes a cell. See stop-rules.md.',
      ),
    drop_losers: z
      .boolean()
      .describe(
        'A relay gets no more probes for a model once another is shown to be better in the first measure of `until` (without it: TTFT p50 of streams, E2E p50 otherwise) and answers as often; 5 % risk for the whole run. Default false.',
      ),
    ...openLoop,
    ...replay,
    ladder: ladder
      .optional()
      .describe(
        'Rising concurrency, step by step, to find how much a relay bears. Only where its probe_policy or --allow-ladder allows it.',
      ),
  })
  .partial()

const weight = z.number().min(0).max(1_000)

const weights = z
  .strictObject({
    availability: weight.describe('Share of requests answered.'),
    ttft: weight.describe('Time to first token; of answers in one piece, their E2E.'),
    price: weight.describe('USD per 1,000 answers, at declared prices.'),
  })
  .partial()

export const profileSchema = z.strictObject({
  relays: z.array(relay).min(1).describe('The candidates.'),
  models: z.array(model).min(1).describe('The models wanted of each of them.'),
  stream: z
    .union([z.boolean(), z.literal('both')])
    .optional()
    .describe('true, false or both. Default true.'),
  workload: workload.optional().describe('What is asked.'),
  load: load.optional().describe('How much is asked, and how fast.'),
  budget: z
    .strictObject({
      usd: z
        .number()
        .min(0)
        .max(1_000_000)
        .describe('Most that a run may cost, in USD, over all its sessions.'),
      warn_at: z
        .number()
        .min(0)
        .max(1)
        .optional()
        .describe('Share of it from which the report warns and the exit code is 7, such as 0.8.'),
    })
    .optional()
    .describe('The run ends before it could cost more. Default: 1 USD.'),
  prices: prices
    .optional()
    .describe(
      'List prices by model. Of others the price book counts, three times where a relay states no multiplier; an unknown one counts as 12.50 USD in and 50 out per million tokens.',
    ),
  fx: z
    .strictObject({
      usd_cny: z.number().positive().max(1_000).describe('CNY for one USD.'),
      as_of: z.iso.date().optional().describe('The day of that rate.'),
    })
    .optional()
    .describe('Exchange rate between prices in USD and in CNY. Default: 7.2.'),
  traffic: z
    .string()
    .optional()
    .describe('Your own traffic, to reckon what a month costs: "2M in, 1M cached, 500k out per day".'),
  timeouts: timeouts.optional().describe('For all relays that state none of their own.'),
  limits: limits.optional().describe('For all relays that state none of their own.'),
  max_bytes: maxBytes.optional().describe('For all relays that state none of their own.'),
  max_decompression_ratio: maxRatio.optional().describe('For all relays that state none of their own.'),
  slo: slo
    .optional()
    .describe(
      'Limits, judged in every cell: availability, error_rate, error_rate(CLASS), ttft, ttfo, e2e or tpot with _p50, _p90, _p95 or _p99, tokens_per_second with _p50, _p10 or _p5, models_available, goodput, and audit (of runs of audits; no_confirmed_difference); such as availability: ">= 99%" or ttft_p95: "< 2s". See slo.md.',
    ),
  fail_on: z
    .enum(failOnChoices)
    .optional()
    .describe('Which limits of severity fail make the exit code: broken (default), undecided too, or never.'),
  weights: weights
    .optional()
    .describe('How much each criterion counts in a score. Without it no score is shown. See ranking.md.'),
  vantage: name.optional().describe('Where this is measured from, such as "cn-shanghai-telecom".'),
})

/** A validated profile: what the user wrote, no defaults applied, keys replaced by where they come from. */
export type Profile = z.infer<typeof profileSchema>
export type ProfileRelay = Profile['relays'][number]
