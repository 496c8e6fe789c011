import type { Ask } from '../core/ask.ts'
import type { JsonObject } from '../core/json.ts'
import type { Adjustment } from './protocol.ts'
import { withoutDropped } from './retreat.ts'

/** The body of a request for an answer. The input is spelled out in full: relays in front of Codex accounts refuse a plain string. */
export const responsesBody = (ask: Ask, adjustments: ReadonlySet<Adjustment>): JsonObject =>
  withoutDropped(
    {
      model: ask.modelId,
      ...(ask.system !== undefined && { instructions: ask.system }),
      input: [{ type: 'message', role: 'user', content: contentOf(ask) }],
      max_output_tokens: ask.maxOutputTokens,
      stream: ask.stream,
      store: false,
      ...(ask.reasoningEffort !== undefined && { reasoning: { effort: ask.reasoningEffort } }),
      ...(ask.temperature !== undefined && { temperature: ask.temperature }),
      ...(ask.topP !== undefined && { top_p: ask.topP }),
      ...(ask.tools && {
        tools: ask.tools.map((tool) => ({ type: 'function', ...tool, strict: false })),
        ...(ask.toolChoice && { tool_choice: ask.toolChoice }),
      }),
      ...(ask.schema && { text: { format: { type: 'json_schema', ...ask.schema, strict: true } } }),
    },
    adjustments,
  )

const contentOf = ({ prompt, pngBase64 }: Ask): readonly JsonObject[] => [
  ...(pngBase64 === undefined
    ? []
    : [{ type: 'input_image', image_url: `data:image/png;base64,${pngBase64}` }]),
  { type: 'input_text', text: prompt },
]
