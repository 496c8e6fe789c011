import { z } from 'zod'
import { billingSchema } from './billing/config.ts'
import { faultSchema } from './faults/index.ts'
import { latencySchema } from './latency.ts'
import { mindSchema } from './mind/config.ts'
import { presets } from './presets.ts'
import { toolCallsSchema } from './tools.ts'

/** How a simulated relay behaves. Every setting has a default, so `{}` is a healthy and instant one. */
const simConfigSchema = z.strictObject({
  port: z.int().min(0).max(65_535).default(0).describe('Port on 127.0.0.1; 0 takes any free one.'),
  seed: z.int().min(0).max(4_294_967_295).default(1).describe('Fixes texts, latencies and faults.'),
  key: z.string().min(1).optional().describe('The key it wants. Unset: it takes any, or none.'),
  models: z
    .array(z.string().min(1))
    .default(['demo-mini', 'demo-pro'])
    .describe('Models that it answers for.'),
  listed: z.array(z.string()).optional().describe('Models that it lists. Default: those it answers for.'),
  unserved: z
    .enum(['401', '404', '503'])
    .default('404')
    .describe(
      'Status for a model it has not: 404 as OpenAI, 503 as one-api without a channel, 401 as if the key were wrong.',
    ),
  ttft_ms: latencySchema.default(0).describe('From the request to the first token.'),
  token_ms: latencySchema.default(0).describe('From a token to the next.'),
  output_tokens: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(40)
    .describe("Length of an answer; the request's own limit may cut it."),
  reasoning_tokens: z.int().min(0).max(1_000_000).default(0).describe('Tokens of reasoning before it.'),
  tokens_per_chunk: z.int().min(1).default(1).describe('Tokens in one frame of a stream.'),
  usage: z
    .enum(['last-chunk', 'every-chunk', 'none'])
    .default('last-chunk')
    .describe('Where a stream reports usage: where asked for, everywhere, or nowhere.'),
  tool_calls: toolCallsSchema
    .default('when-required')
    .describe('When a request with tools is answered by a call: always, where it demands one, or never.'),
  mind: mindSchema.optional().describe('A relay that understands what it is asked. Unset: it says anything.'),
  billing: billingSchema.optional(),
  max_concurrency: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Answers under way at once; a request beyond them gets 429 with Retry-After. Default: any number.',
    ),
  retry_after: z.number().min(0).default(1).describe('Seconds that such a refusal asks to wait.'),
  recovers_after: z
    .number()
    .min(0)
    .default(0)
    .describe('Seconds for which it goes on refusing after such a refusal, whatever it asked for.'),
  faults: z.array(faultSchema).default([]).describe('What goes wrong, and how often.'),
  models_page: z.boolean().default(true).describe('Whether GET /v1/models and /v1beta/models are there.'),
  status_page: z.boolean().default(true).describe('Whether GET /api/status is there.'),
})

export type SimConfig = z.output<typeof simConfigSchema>

const presetSchema = z.enum(['good', 'slow', 'flaky', 'ghost'])

/**
 * Settings of a simulated relay from a preset's name ("good", "slow", "flaky", "ghost") or an object of settings;
 * its `preset`, if it has one, gives those that it does not.
 * @throws z.ZodError for a name or a setting that is not known.
 */
export function parseSim(value: unknown): SimConfig {
  if (typeof value === 'string') return simConfigSchema.parse(presets[presetSchema.parse(value)])
  const { preset, ...own } = z.looseObject({ preset: presetSchema.optional() }).parse(value)
  return simConfigSchema.parse({ ...(preset && presets[preset]), ...own })
}

/** What is wrong with a value meant for {@link parseSim}; empty when nothing is. Paths start at the value itself. */
export function checkSim(
  value: unknown,
): readonly { readonly path: readonly (string | number)[]; readonly message: string }[] {
  try {
    parseSim(value)
    return []
  } catch (error) {
    if (error instanceof z.ZodError)
      return error.issues.map(({ path, message }) => ({
        path: path.map((key) => (typeof key === 'symbol' ? String(key) : key)),
        message,
      }))
    throw error
  }
}
