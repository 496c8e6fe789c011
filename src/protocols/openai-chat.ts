import type { Ask } from '../core/ask.ts'
import { asArray, asCount, asObject, asText, isObject, type JsonObject, present } from '../core/json.ts'
import type { RelayError, Usage } from '../core/observation.ts'
import { readError } from './error-body.ts'
import { unifiedFinish } from './finish.ts'
import { errorEvents, identityEvents, openFrame } from './frame.ts'
import { postJson } from './post-json.ts'
import type { Adjustment, OptionalField, Protocol, Reader, ReplyEvent } from './protocol.ts'
import { fieldToDrop, withoutDropped } from './retreat.ts'
import { ThinkWatch } from './think-watch.ts'

const optionalFields: readonly OptionalField[] = [
  { name: 'reasoning_effort', alias: /reasoning|thinking|effort/i, carries: ['reasoningEffort'] },
  { name: 'stream_options' },
  { name: 'temperature', carries: ['temperature'] },
  { name: 'top_p', carries: ['topP'] },
  { name: 'seed', carries: ['seed'] },
  { name: 'logprobs', carries: ['logprobs'] },
  { name: 'n', carries: ['answers'] },
]

/** OpenAI chat completions, as OpenAI, gateways and relays really send it. @see https://platform.openai.com/docs/api-reference/chat */
export const openaiChat: Protocol = {
  id: 'openai-chat',
  auth: { style: 'bearer' },
  request: (ask, adjustments) => postJson('/chat/completions', requestBody(ask, adjustments)),
  openReader: () => new ChatReader(),
  optional: optionalFields,
  retreat,
  listing: {
    request: { method: 'GET', path: '/models', headers: {} },
    read: readListing,
  },
}

/** Families that refuse `max_tokens` (OpenAI's reasoning models). Everybody else understands the old name best. */
const wantsCompletionTokens = (modelId: string): boolean => /(^|\/)(o[1-9]|gpt-[5-9])/i.test(modelId)

const limitFields = ['max_tokens', 'max_completion_tokens'] as const

function requestBody(ask: Ask, adjustments: ReadonlySet<Adjustment>): JsonObject {
  const modern = wantsCompletionTokens(ask.modelId) !== adjustments.has('rename:max_tokens')
  const fields: Record<string, unknown> = {
    model: ask.modelId,
    messages: messagesOf(ask),
    [modern ? 'max_completion_tokens' : 'max_tokens']: ask.maxOutputTokens,
    stream: ask.stream,
    ...(ask.stream && { stream_options: { include_usage: true } }),
    ...(ask.reasoningEffort !== undefined && { reasoning_effort: ask.reasoningEffort }),
    ...(ask.temperature !== undefined && { temperature: ask.temperature }),
    ...(ask.topP !== undefined && { top_p: ask.topP }),
    ...(ask.stop && { stop: ask.stop }),
    ...(ask.seed !== undefined && { seed: ask.seed }),
    ...(ask.answers !== undefined && { n: ask.answers }),
    ...(ask.logprobs && { logprobs: true }),
    ...toolFields(ask),
    ...(ask.schema && {
      response_format: { type: 'json_schema', json_schema: { ...ask.schema, strict: true } },
    }),
  }
  return withoutDropped(fields, adjustments)
}

const messagesOf = ({ system, prompt, pngBase64 }: Ask): readonly JsonObject[] => [
  ...(system === undefined ? [] : [{ role: 'system', content: system }]),
  {
    role: 'user',
    content:
      pngBase64 === undefined
        ? prompt
        : [
            { type: 'image_url', image_url: { url: `data:image/png;base64,${pngBase64}` } },
            { type: 'text', text: prompt },
          ],
  },
]

const toolFields = ({ tools, toolChoice }: Ask): JsonObject =>
  tools
    ? {
        tools: tools.map((tool) => ({ type: 'function', function: tool })),
        ...(toolChoice && { tool_choice: toolChoice }),
      }
    : {}

function retreat(
  { message }: RelayError,
  ask: Ask,
  adjustments: ReadonlySet<Adjustment>,
): Adjustment | undefined {
  if (limitFields.some((field) => message.includes(field)) && !adjustments.has('rename:max_tokens'))
    return 'rename:max_tokens'
  return fieldToDrop(message, requestBody(ask, adjustments), optionalFields)
}

function readListing(body: unknown): readonly string[] | undefined {
  const list = Array.isArray(body) ? body : asObject(body)['data']
  if (!Array.isArray(list)) return undefined
  const ids = list.map((entry) => asText(isObject(entry) ? entry['id'] : entry))
  return ids.filter((id) => id !== undefined)
}

class ChatReader implements Reader {
  #finished = false
  #refused = false
  readonly #think = new ThinkWatch()
  /** Tool calls by id, where the vendor gives no index; pieces without either belong to the one before. */
  readonly #tools = new Map<string, number>()
  #latestTool = 0

  get complete(): boolean {
    return this.#finished
  }

  frame(data: string, event: string | undefined): readonly ReplyEvent[] {
    const opened = openFrame(data)
    if (opened.type === 'events') return opened.events
    return [
      ...this.#chunk(asObject(opened.value), 'delta'),
      ...errorEvents(opened.value, data, event === 'error'),
    ]
  }

  whole(body: unknown): readonly ReplyEvent[] {
    const error = readError(body)
    const events = this.#chunk(asObject(body), 'message')
    if (error) return [...events, { type: 'error', error }]
    const choices = asObject(body)['choices']
    if (!Array.isArray(choices)) return [{ type: 'malformed', why: 'the body has no choices' }]
    return [...events, ...extentOf(choices), { type: 'end' }]
  }

  /** @param main where the answer is: some gateways send a cumulative `message` beside each `delta`, and an empty delta in whole bodies. */
  #chunk(chunk: JsonObject, main: 'delta' | 'message'): ReplyEvent[] {
    const usage = readUsage(chunk['usage']) ?? readUsage(asObject(chunk['x_groq'])['usage'])
    return [
      ...identityEvents(chunk, 'model', 'id'),
      ...asArray(chunk['choices']).flatMap((choice) => this.#choice(asObject(choice), main)),
      ...(usage ? [{ type: 'usage' as const, usage }] : []),
    ]
  }

  #choice(choice: JsonObject, main: 'delta' | 'message'): ReplyEvent[] {
    // Only the first of several answers is read: we ask for one, and mixing them would garble it.
    if ((asCount(choice['index']) ?? 0) !== 0) return []
    const other = main === 'delta' ? 'message' : 'delta'
    const said = this.#message(isObject(choice[main]) ? choice[main] : asObject(choice[other]))
    const legacy = asText(choice['text'])
    return [...said, ...(legacy === undefined ? [] : [this.#text(legacy)]), ...this.#finish(choice)]
  }

  #finish(choice: JsonObject): ReplyEvent[] {
    const raw = asText(choice['finish_reason'])
    if (raw === undefined) return []
    this.#finished = true
    // A model that declines in the field made for it says "stop" all the same.
    const declined = this.#refused && raw === 'stop'
    return [{ type: 'finish', raw, unified: declined ? 'content-filter' : unifiedFinish(raw) }]
  }

  #message(message: JsonObject): ReplyEvent[] {
    const reasoning = asText(message['reasoning_content']) ?? asText(message['reasoning'])
    const refusal = asText(message['refusal'])
    this.#refused ||= refusal !== undefined
    return [
      ...(reasoning === undefined ? [] : [{ type: 'reasoning' as const, text: reasoning }]),
      ...this.#content(message['content']),
      ...(refusal === undefined ? [] : [{ type: 'refusal' as const, text: refusal }]),
      ...asArray(message['tool_calls']).map((call, position) => this.#tool(asObject(call), position)),
      ...(isObject(message['function_call']) ? [this.#tool({ function: message['function_call'] }, 0)] : []),
    ]
  }

  #text(text: string): ReplyEvent {
    return { type: 'text', text, visible: this.#think.shows(text) }
  }

  #content(content: unknown): ReplyEvent[] {
    if (typeof content === 'string') return content === '' ? [] : [this.#text(content)]
    return asArray(content).flatMap((part) => this.#part(asObject(part)))
  }

  /** Mistral sends content as parts, thinking among them. */
  #part(part: JsonObject): ReplyEvent[] {
    const text = asText(part['text'])
    if (text !== undefined) return [this.#text(text)]
    const thinking = part['thinking']
    const thought =
      typeof thinking === 'string'
        ? thinking
        : asArray(thinking)
            .map((piece) => asText(asObject(piece)['text']) ?? '')
            .join('')
    return thought === '' ? [] : [{ type: 'reasoning', text: thought }]
  }

  #tool(call: JsonObject, position: number): ReplyEvent {
    const made = asObject(call['function'])
    const id = asText(call['id'])
    const given = made['arguments']
    const text = typeof given === 'string' ? given : isObject(given) ? JSON.stringify(given) : undefined
    const name = asText(made['name'])
    const index = this.#toolIndex(asCount(call['index']), id, position)
    return present({ type: 'tool' as const, index, id, name, arguments: text })
  }

  #toolIndex(index: number | undefined, id: string | undefined, position: number): number {
    if (index !== undefined) return index
    if (id === undefined) return position > 0 ? position : this.#latestTool
    this.#latestTool = this.#tools.get(id) ?? this.#tools.size
    this.#tools.set(id, this.#latestTool)
    return this.#latestTool
  }
}

/** More than the one answer that is read, where there is more. */
function extentOf(choices: readonly unknown[]): readonly ReplyEvent[] {
  const logprobs = asArray(asObject(asObject(choices[0])['logprobs'])['content']).length > 0
  return choices.length > 1 || logprobs ? [{ type: 'extent', answers: choices.length, logprobs }] : []
}

function readUsage(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined
  const reasoningTokens =
    asCount(asObject(usage['completion_tokens_details'])['reasoning_tokens']) ??
    asCount(usage['reasoning_tokens'])
  const cached =
    asCount(asObject(usage['prompt_tokens_details'])['cached_tokens']) ??
    asCount(usage['prompt_cache_hit_tokens']) ??
    asCount(usage['cached_tokens'])
  return present<Usage>({
    inputTokens: asCount(usage['prompt_tokens']),
    outputTokens: asCount(usage['completion_tokens']),
    reasoningTokens,
    cachedInputTokens: cached,
    cacheWriteTokens: asCount(asObject(usage['prompt_tokens_details'])['cache_write_tokens']),
    raw: usage,
  })
}
