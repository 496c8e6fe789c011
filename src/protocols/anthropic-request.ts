import type { Ask } from '../core/ask.ts'
import type { JsonObject } from '../core/json.ts'
import type { Adjustment } from './protocol.ts'
import { withoutDropped } from './retreat.ts'

/** Thinking is off unless asked for, so "none" needs no field; the least effort there is a word for is "low". */
function effortOf({ reasoningEffort }: Ask): string | undefined {
  if (reasoningEffort === 'none') return undefined
  return reasoningEffort === 'minimal' ? 'low' : reasoningEffort
}

/** The body of a request for an answer. */
export function anthropicBody(ask: Ask, adjustments: ReadonlySet<Adjustment>): JsonObject {
  const effort = effortOf(ask)
  return withoutDropped(
    {
      model: ask.modelId,
      ...(ask.system !== undefined && { system: ask.system }),
      messages: [{ role: 'user', content: contentOf(ask) }],
      max_tokens: ask.maxOutputTokens,
      stream: ask.stream,
      ...((effort !== undefined || ask.schema) && {
        output_config: {
          ...(effort !== undefined && { effort }),
          ...(ask.schema && { format: { type: 'json_schema', schema: ask.schema.schema } }),
        },
      }),
      ...(ask.temperature !== undefined && { temperature: ask.temperature }),
      ...(ask.topP !== undefined && { top_p: ask.topP }),
      ...(ask.stop && { stop_sequences: ask.stop }),
      ...toolFields(ask),
    },
    adjustments,
  )
}

const contentOf = ({ prompt, pngBase64 }: Ask): unknown =>
  pngBase64 === undefined
    ? prompt
    : [
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pngBase64 } },
        { type: 'text', text: prompt },
      ]

const toolFields = ({ tools, toolChoice }: Ask): JsonObject =>
  tools
    ? {
        tools: tools.map(({ name, description, parameters }) => ({
          name,
          description,
          input_schema: parameters,
        })),
        ...(toolChoice && { tool_choice: { type: toolChoice === 'required' ? 'any' : 'none' } }),
      }
    : {}
