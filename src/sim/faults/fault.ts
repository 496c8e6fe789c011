import { z } from 'zod'
import type { Answer } from '../answer.ts'
import type { Ask, Dialect, Failure, Shape } from '../dialects/dialect.ts'
import type { Random } from '../random.ts'
import { jsonReply, type Script } from '../script.ts'

/** What a fault may know of the exchange it spoils. */
export interface Exchange {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  readonly ask: Ask
  readonly dialect: Dialect
  readonly answer: Answer
  /** The same answer without an end. */
  readonly endless: Answer
  readonly random: Random
  readonly render: (answer: Answer, shape?: Shape) => Script
}

const common = {
  rate: z.number().min(0).max(1).default(1).describe('Share of requests that it strikes.'),
  model: z.string().optional().describe('Only requests for this model.'),
  after: z.int().min(0).default(0).describe('So many requests are spared first.'),
}

/** A fault as set in a configuration; arguments of its own come on top. */
export type FaultSetting = z.infer<z.ZodObject<typeof common & { fault: z.ZodLiteral<string> }>>

export interface Fault {
  readonly name: string
  readonly schema: z.ZodObject<typeof common & { fault: z.ZodLiteral<string> }, z.core.$strict>
  /** `setting` is the fault's own, as validated by `schema`. */
  readonly apply: (script: Script, exchange: Exchange, setting: unknown) => Script
}

/** Declares a fault: what can be set, and what it makes of a healthy reply. */
export function fault<Args extends z.ZodRawShape>(
  name: string,
  description: string,
  args: Args,
  apply: (script: Script, exchange: Exchange, args: z.output<z.ZodObject<Args>>) => Script,
): Fault {
  const own = z.object(args)
  return {
    name,
    schema: z.strictObject({ ...args, ...common, fault: z.literal(name) }).describe(description),
    apply: (script, exchange, setting) => apply(script, exchange, own.parse(setting)),
  }
}

/** An error reply in the words of the request's dialect. */
export const failed = ({ dialect }: Exchange, failure: Failure, atMs = 0): Script =>
  jsonReply(failure.status, dialect.error(failure), atMs)

export const delay = z.number().min(0).default(0).describe('Milliseconds before the reply.')
