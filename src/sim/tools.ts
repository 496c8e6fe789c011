import { z } from 'zod'
import { argumentsFor } from './arguments.ts'
import type { Random } from './random.ts'

/** A function that a request lets the model call. */
export interface Tool {
  readonly name: string
  /** The JSON schema of its arguments, as the request has it. */
  readonly schema?: unknown
}

/** The functions that a request offers, and whether one must be called. */
export interface ToolOffer {
  readonly tools: readonly Tool[]
  readonly demand: Demand
}

type Demand = 'none' | 'auto' | 'required'

/** A dialect's choice in common words; a choice by name leaves only those named, and demands one. */
export type ToolChoice = Demand | { readonly named: readonly string[] }

/** The tools of a request that are functions; those that a vendor runs itself are passed over. */
const functionsIn = (list: readonly unknown[], schema: z.ZodType<Tool>): readonly Tool[] =>
  list.flatMap((each) => schema.safeParse(each).data ?? [])

/**
 * What a request offers.
 * @param tool reads one tool in the dialect's shape
 * @param choice reads the dialect's tool choice; it must have a value for an absent one
 */
export function readOffer(
  list: readonly unknown[] | null | undefined,
  tool: z.ZodType<Tool>,
  choice: ToolChoice,
): ToolOffer {
  const tools = functionsIn(list ?? [], tool)
  if (typeof choice === 'string') return { tools, demand: choice }
  return { tools: tools.filter(({ name }) => choice.named.includes(name)), demand: 'required' }
}

export const toolCallsSchema = z.enum(['always', 'when-required', 'never'])

/** A call before any wire format: its arguments are JSON text in pieces of about a token. */
export interface Call {
  readonly name: string
  readonly pieces: readonly string[]
}

/** The call that answers an offer; undefined where it is answered in words. Seeded by `random`. */
export function composeCall(
  habit: z.output<typeof toolCallsSchema>,
  { tools, demand }: ToolOffer,
  random: Random,
): Call | undefined {
  const calls =
    demand !== 'none' && (habit === 'always' || (habit === 'when-required' && demand === 'required'))
  const tool = calls && tools.length > 0 ? tools[random.below(tools.length)] : undefined
  return (
    tool && {
      name: tool.name,
      pieces: [...pieces(JSON.stringify(argumentsFor(tool.schema, random)), random)],
    }
  )
}

/** One to six characters each, never half of one. */
export function* pieces(json: string, random: Random): Generator<string> {
  const characters = Array.from(json)
  for (let from = 0; from < characters.length; ) {
    const to = from + 1 + random.below(6)
    yield characters.slice(from, to).join('')
    from = to
  }
}
