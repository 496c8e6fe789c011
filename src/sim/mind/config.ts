import { z } from 'zod'
import { cacheHabits } from './cache.ts'
import { contextSchema } from './context.ts'
import { deliveries } from './delivery.ts'

const share = z.number().min(0).max(1)

/**
 * A relay that understands what it is asked, so that audits can be tried on it: what it is, and where it departs from
 * what an honest one would do. `{}` is honest.
 */
export const mindSchema = z
  .strictObject({
    identity: z
      .string()
      .default('model')
      .describe('Who answers: two minds of one name say the same things as often.'),
    swap: z
      .strictObject({ identity: z.string(), share })
      .optional()
      .describe('Another one answers this share of requests.'),
    moved: share
      .default(0)
      .describe('Share of answers that another serving stack of the same model changes.'),
    usage_factor: z
      .number()
      .positive()
      .default(1)
      .describe('Reported tokens are so many times the true ones.'),
    template_tokens: z.int().min(0).default(8).describe('Tokens that its chat template adds.'),
    stream_extra_tokens: z.int().default(0).describe('Input tokens that it adds to the count of a stream.'),
    wobble_tokens: z.int().min(0).default(0).describe('Input tokens are estimated: off by up to so many.'),
    rewrites: share.default(0).describe('Share of texts in which it replaces packages and addresses.'),
    errs: share.default(0).describe('Share of echoes in which it mistypes a letter.'),
    prefill_ms_per_ktok: z
      .number()
      .min(0)
      .default(0)
      .describe('Time before the first token for 1,000 tokens that are read.'),
    cache: z
      .enum(cacheHabits)
      .default('none')
      .describe(
        'What it keeps: nothing; prefixes; the same, every other time; without telling; told, and left out of the input; it tells of what it does not have; whole answers.',
      ),
    delivery: z
      .enum(deliveries)
      .default('real')
      .describe('Streams: as they are written, at once when complete, or then in even pieces.'),
    ignores: z
      .array(z.enum(['max_tokens', 'stop', 'temperature', 'seed', 'n', 'logprobs', 'model']))
      .default([])
      .describe('What a request sets and it does not obey; model: it answers under any name.'),
    lacks: z
      .array(z.enum(['tools', 'tool-streams', 'second-calls', 'restraint', 'schema', 'pictures']))
      .default([])
      .describe(
        'What it cannot do: it answers in words, cuts arguments in streams, calls one tool at most, calls without need, or sees nothing.',
      ),
    calls: share.default(1).describe('Share of tasks for a tool in which it calls one.'),
    context: contextSchema.optional(),
    breaks_off: share.default(0).describe('Share of answers that end halfway.'),
    asks_twice: share
      .default(0)
      .describe('Share of requests that its gateway sends upstream again, after an error there.'),
    forgets: share.default(0).describe('Share of what is hidden in a text that it does not find.'),
    hidden_prompt: z
      .strictObject({
        tokens: z.int().min(0),
        counted: z.boolean().default(true).describe('Whether usage counts it.'),
        overrides: z.boolean().default(false).describe('Whether it wins against what the request says.'),
      })
      .optional()
      .describe('A system prompt that the relay puts before every request.'),
  })
  .describe('Answers by understanding: one-word questions, lists, echoes, as a model of this identity would.')

export type MindSetting = z.output<typeof mindSchema>
