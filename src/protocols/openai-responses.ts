import { asArray, asCount, asObject, asText, isObject, type JsonObject, present } from '../core/json.ts'
import type { FinishReason, Usage } from '../core/observation.ts'
import { readError } from './error-body.ts'
import { unifiedFinish } from './finish.ts'
import { errorEvents, identityEvents, openFrame } from './frame.ts'
import { openaiChat } from './openai-chat.ts'
import { responsesBody } from './openai-responses-request.ts'
import { postJson } from './post-json.ts'
import type { OptionalField, Protocol, Reader, ReplyEvent } from './protocol.ts'
import { fieldToDrop } from './retreat.ts'
import { ThinkWatch } from './think-watch.ts'

const optionalFields: readonly OptionalField[] = [
  { name: 'reasoning', alias: /thinking|effort/i, carries: ['reasoningEffort'] },
  { name: 'store' },
  { name: 'temperature', carries: ['temperature'] },
  { name: 'top_p', carries: ['topP'] },
]

/** OpenAI Responses. @see https://platform.openai.com/docs/api-reference/responses */
export const openaiResponses: Protocol = {
  id: 'openai-responses',
  auth: { style: 'bearer' },
  lacks: ['stop', 'seed', 'answers', 'logprobs'],
  request: (ask, adjustments) => postJson('/responses', responsesBody(ask, adjustments)),
  openReader: () => new ResponsesReader(),
  optional: optionalFields,
  retreat: ({ message }, ask, adjustments) =>
    fieldToDrop(message, responsesBody(ask, adjustments), optionalFields),
  counting: {
    request: ({ modelId, prompt }) => postJson('/responses/input_tokens', { model: modelId, input: prompt }),
    read: (body) => asCount(asObject(body)['input_tokens']),
  },
  listing: openaiChat.listing,
}

/** What pieces of an answer are; each kind of an item comes as deltas, as a finished item, or both. */
type Kind = 'text' | 'refusal' | 'reasoning' | 'tool'

const deltaKinds: ReadonlyMap<string, Kind> = new Map([
  ['response.output_text.delta', 'text'],
  ['response.refusal.delta', 'refusal'],
  ['response.reasoning_summary_text.delta', 'reasoning'],
  ['response.reasoning_text.delta', 'reasoning'],
  ['response.function_call_arguments.delta', 'tool'],
  ['response.custom_tool_call_input.delta', 'tool'],
])

/** The last event of a response, with the status that it implies. */
const terminal = /^response\.(completed|incomplete|failed|cancelled|done)$/

class ResponsesReader implements Reader {
  #finished = false
  #called = false
  #refused = false
  readonly #think = new ThinkWatch()
  /** Some gateways answer with a chat completion. */
  readonly #chat = openaiChat.openReader()
  /** Where the items of the present response begin: a body may hold several responses. */
  #base = 0
  #next = 0
  readonly #positions = new Map<string, number>()
  /** Kinds, and kinds of single items, of which the present response has said something: nothing is read twice. */
  readonly #heard = new Set<string>()

  get complete(): boolean {
    return this.#finished || this.#chat.complete
  }

  frame(data: string, event: string | undefined): readonly ReplyEvent[] {
    const opened = openFrame(data)
    if (opened.type === 'events') return opened.events
    const chunk = asObject(opened.value)
    if (Array.isArray(chunk['choices'])) return this.#chat.frame(data, event)
    const type = asText(chunk['type']) ?? event
    if (type === undefined || type === 'error' || isObject(chunk['error']))
      return errorEvents(opened.value, data, type === 'error')
    return this.#typed(type, chunk)
  }

  whole(body: unknown): readonly ReplyEvent[] {
    const response = asObject(body)
    if (Array.isArray(response['choices'])) return this.#chat.whole(body)
    if (Array.isArray(response['output'])) return this.#terminal(response, 'completed')
    const error = readError(body)
    return [error ? { type: 'error', error } : { type: 'malformed', why: 'the body has no output' }]
  }

  #typed(type: string, chunk: JsonObject): readonly ReplyEvent[] {
    const kind = deltaKinds.get(type)
    if (kind) return this.#delta(kind, chunk)
    const implied = terminal.exec(type)?.[1]
    if (implied !== undefined) return this.#terminal(asObject(chunk['response']), implied)
    switch (type) {
      case 'response.created':
        this.#begin()
        return identityEvents(asObject(chunk['response']), 'model', 'id')
      case 'response.output_item.added':
        return this.#added(asObject(chunk['item']), this.#position(chunk))
      case 'response.output_item.done':
        return this.#item(asObject(chunk['item']), this.#position(chunk))
      default:
        return [] // repeats what deltas and items say, or tells of tools that run at the vendor
    }
  }

  #begin(): void {
    this.#base = this.#next
    this.#heard.clear()
    this.#positions.clear()
  }

  #position(chunk: JsonObject): number {
    const given = asCount(chunk['output_index'])
    const id = asText(chunk['item_id']) ?? asText(asObject(chunk['item'])['id']) ?? ''
    const position = given === undefined ? this.#positions.get(id) : this.#base + given
    const here = position ?? this.#next
    this.#positions.set(id, here)
    this.#next = Math.max(this.#next, here + 1)
    return here
  }

  #delta(kind: Kind, chunk: JsonObject): readonly ReplyEvent[] {
    const piece = asText(chunk['delta'])
    if (piece === undefined) return []
    const position = this.#position(chunk)
    this.#hear(kind, position)
    return this.#said(kind, piece, position)
  }

  #hear(kind: Kind | 'name', position: number): void {
    this.#heard.add(kind).add(`${kind} ${position}`)
  }

  #said(kind: Kind, piece: string, position: number): ReplyEvent[] {
    switch (kind) {
      case 'text':
        return [{ type: 'text', text: piece, visible: this.#think.shows(piece) }]
      case 'tool':
        return [{ type: 'tool', index: position, arguments: piece }]
      case 'refusal':
        this.#refused = true
        return [{ type: 'refusal', text: piece }]
      case 'reasoning':
        return [{ type: 'reasoning', text: piece }]
    }
  }

  /** A call is named before its arguments come; other items say nothing yet. */
  #added(item: JsonObject, index: number): ReplyEvent[] {
    if (!isCall(item) || this.#heard.has(`name ${index}`)) return []
    this.#hear('name', index)
    this.#called = true
    return [present({ type: 'tool', index, id: asText(item['call_id']), name: asText(item['name']) })]
  }

  /** A finished item: what its deltas have not said yet. */
  #item(item: JsonObject, position: number): ReplyEvent[] {
    const news = piecesOf(item).filter(([kind]) => !this.#heard.has(`${kind} ${position}`))
    for (const [kind] of news) this.#hear(kind, position)
    return [
      ...this.#added(item, position),
      ...news.flatMap(([kind, piece]) => this.#said(kind, piece, position)),
    ]
  }

  #terminal(response: JsonObject, implied: string): readonly ReplyEvent[] {
    const before = new Set(this.#heard)
    const late = asArray(response['output']).flatMap((item, position) =>
      this.#lateItem(asObject(item), this.#base + position, before),
    )
    const error = readError({ error: response['error'] })
    const raw = asText(response['status']) ?? implied
    this.#finished = true
    return [
      ...identityEvents(response, 'model', 'id'),
      ...late,
      ...usageEvents(response['usage']),
      ...(error ? [{ type: 'error' as const, error }] : []),
      { type: 'finish', raw, unified: this.#unified(raw, response) },
      { type: 'end' },
    ]
  }

  /** The last event repeats all items; only kinds of which the stream said nothing are news. */
  #lateItem(item: JsonObject, position: number, heard: ReadonlySet<string>): ReplyEvent[] {
    const news = piecesOf(item).filter(([kind]) => !heard.has(kind))
    for (const [kind] of news) this.#hear(kind, position)
    return [
      ...(heard.has('name') ? [] : this.#added(item, position)),
      ...news.flatMap(([kind, piece]) => this.#said(kind, piece, position)),
    ]
  }

  #unified(status: string, response: JsonObject): FinishReason {
    if (status === 'completed' && this.#called) return 'tool-calls'
    if (status === 'completed' && this.#refused) return 'content-filter'
    const reason = asText(asObject(response['incomplete_details'])['reason'])
    return unifiedFinish(status === 'incomplete' ? (reason ?? status) : status)
  }
}

const isCall = (item: JsonObject): boolean =>
  item['type'] === 'function_call' || item['type'] === 'custom_tool_call'

/** Everything that a finished item says, in order. Items of types unknown here say nothing. */
function piecesOf(item: JsonObject): readonly (readonly [Kind, string])[] {
  const input = asText(item['arguments']) ?? asText(item['input'])
  if (isCall(item)) return input === undefined ? [] : [['tool', input]]
  return [...asArray(item['summary']), ...asArray(item['content'])].flatMap((each) => {
    const part = asObject(each)
    const kind = partKinds.get(asText(part['type']) ?? '')
    const piece = asText(part[kind === 'refusal' ? 'refusal' : 'text'])
    return kind === undefined || piece === undefined ? [] : [[kind, piece] as const]
  })
}

const partKinds: ReadonlyMap<string, Kind> = new Map([
  ['output_text', 'text'],
  ['refusal', 'refusal'],
  ['summary_text', 'reasoning'],
  ['reasoning_text', 'reasoning'],
])

function usageEvents(usage: unknown): ReplyEvent[] {
  if (!isObject(usage)) return []
  const input = asObject(usage['input_tokens_details'])
  const counts = present<Usage>({
    inputTokens: asCount(usage['input_tokens']),
    outputTokens: asCount(usage['output_tokens']),
    reasoningTokens: asCount(asObject(usage['output_tokens_details'])['reasoning_tokens']),
    cachedInputTokens: asCount(input['cached_tokens']),
    cacheWriteTokens: asCount(input['cache_write_tokens']),
    raw: usage,
  })
  return [{ type: 'usage', usage: counts }]
}
