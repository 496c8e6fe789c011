import type { FinishReason, Usage } from '../core/observation.ts'
import { readError } from './error-body.ts'
import { unifiedFinish } from './finish.ts'
import { identityEvents, openFrame } from './frame.ts'
import { asArray, asCount, asObject, asText, isObject, type JsonObject, present } from './json.ts'
import { openaiChat } from './openai-chat.ts'
import type { Adjustment, Ask, Protocol, Reader, ReplyEvent } from './protocol.ts'
import { fieldToDrop, withoutDropped } from './retreat.ts'
import { ThinkWatch } from './think-watch.ts'

/** OpenAI Responses. @see https://platform.openai.com/docs/api-reference/responses */
export const openaiResponses: Protocol = {
  id: 'openai-responses',
  auth: { style: 'bearer' },
  request: (ask, adjustments) => ({
    method: 'POST',
    path: '/responses',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(requestBody(ask, adjustments)),
  }),
  openReader: () => new ResponsesReader(),
  retreat: ({ message }, ask, adjustments) =>
    fieldToDrop(message, requestBody(ask, adjustments), [
      { name: 'reasoning', alias: /thinking|effort/i },
      { name: 'store' },
      { name: 'temperature' },
      { name: 'top_p' },
    ]),
  listing: openaiChat.listing,
}

/** The input is spelled out in full: relays in front of Codex accounts refuse a plain string. */
const requestBody = (ask: Ask, adjustments: ReadonlySet<Adjustment>): JsonObject =>
  withoutDropped(
    {
      model: ask.modelId,
      input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: ask.prompt }] }],
      max_output_tokens: ask.maxOutputTokens,
      stream: ask.stream,
      store: false,
      ...(ask.reasoningEffort !== undefined && { reasoning: { effort: ask.reasoningEffort } }),
      ...(ask.temperature !== undefined && { temperature: ask.temperature }),
      ...(ask.topP !== undefined && { top_p: ask.topP }),
    },
    adjustments,
  )

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

/** Last events of a response, and the status that each implies when the response names none. */
const terminals: ReadonlyMap<string, string> = new Map([
  ['response.completed', 'completed'],
  ['response.done', 'completed'],
  ['response.incomplete', 'incomplete'],
  ['response.failed', 'failed'],
  ['response.cancelled', 'cancelled'],
])

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
  /** Items of which a piece of this kind was heard, so that nothing is read twice. */
  #heard: Record<Kind, Set<number>> = nothingHeard()
  readonly #named = new Set<number>()

  get complete(): boolean {
    return this.#finished || this.#chat.complete
  }

  frame(data: string, event: string | undefined): readonly ReplyEvent[] {
    const opened = openFrame(data)
    if (opened.type === 'events') return opened.events
    const chunk = asObject(opened.value)
    if (Array.isArray(chunk['choices'])) return this.#chat.frame(data, event)
    const type = asText(chunk['type']) ?? event
    if (type === undefined || type === 'error') {
      const error = readError(opened.value) ?? (type && { message: data.trim().slice(0, 500) })
      return error ? [{ type: 'error', error }] : []
    }
    return this.#typed(type, chunk)
  }

  whole(body: unknown): readonly ReplyEvent[] {
    const response = asObject(body)
    if (Array.isArray(response['choices'])) return this.#chat.whole(body)
    const error = readError(body)
    if (error && !Array.isArray(response['output'])) return [{ type: 'error', error }]
    if (!Array.isArray(response['output'])) return [{ type: 'malformed', why: 'the body has no output' }]
    return this.#terminal(response, 'completed')
  }

  #typed(type: string, chunk: JsonObject): readonly ReplyEvent[] {
    const kind = deltaKinds.get(type)
    if (kind) return this.#delta(kind, chunk)
    const implied = terminals.get(type)
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
        // Everything else repeats what deltas and items say, or tells of tools that run at the vendor.
        return []
    }
  }

  #begin(): void {
    this.#base = this.#next
    this.#heard = nothingHeard()
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
    this.#heard[kind].add(position)
    return this.#said(kind, piece, position)
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
    if (!isCall(item) || this.#named.has(index)) return []
    this.#named.add(index)
    this.#called = true
    return [present({ type: 'tool', index, id: asText(item['call_id']), name: asText(item['name']) })]
  }

  /** A finished item: what its deltas have not said yet. */
  #item(item: JsonObject, position: number): ReplyEvent[] {
    const events = this.#added(item, position)
    for (const [kind, piece] of piecesOf(item)) {
      if (this.#heard[kind].has(position)) continue
      events.push(...this.#said(kind, piece, position))
    }
    for (const [kind] of piecesOf(item)) this.#heard[kind].add(position)
    return events
  }

  #terminal(response: JsonObject, implied: string): readonly ReplyEvent[] {
    const events = identityEvents(response, 'model', 'id')
    const unheard = new Set(kinds.filter((kind) => this.#heard[kind].size === 0))
    for (const [position, each] of asArray(response['output']).entries())
      events.push(...this.#lateItem(asObject(each), this.#base + position, unheard))
    const usage = readUsage(response['usage'])
    if (usage) events.push({ type: 'usage', usage })
    const error = isObject(response['error']) ? readError({ error: response['error'] }) : undefined
    if (error) events.push({ type: 'error', error })
    const raw = asText(response['status']) ?? implied
    this.#finished = true
    return [...events, { type: 'finish', raw, unified: this.#unified(raw, response) }, { type: 'end' }]
  }

  /** The last event repeats all items; only kinds of which the stream said nothing are news. */
  #lateItem(item: JsonObject, position: number, unheard: ReadonlySet<Kind>): ReplyEvent[] {
    const named = unheard.has('tool') ? this.#added(item, position) : []
    const news = piecesOf(item).filter(([kind]) => unheard.has(kind))
    return [...named, ...news.flatMap(([kind, piece]) => this.#said(kind, piece, position))]
  }

  #unified(status: string, response: JsonObject): FinishReason {
    if (status === 'completed' && this.#called) return 'tool-calls'
    if (status === 'completed' && this.#refused) return 'content-filter'
    const reason = asText(asObject(response['incomplete_details'])['reason'])
    return unifiedFinish(status === 'incomplete' ? (reason ?? status) : status)
  }
}

const kinds: readonly Kind[] = ['text', 'refusal', 'reasoning', 'tool']

const nothingHeard = (): Record<Kind, Set<number>> => ({
  text: new Set(),
  refusal: new Set(),
  reasoning: new Set(),
  tool: new Set(),
})

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

function readUsage(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined
  const input = asObject(usage['input_tokens_details'])
  return present<Usage>({
    inputTokens: asCount(usage['input_tokens']),
    outputTokens: asCount(usage['output_tokens']),
    reasoningTokens: asCount(asObject(usage['output_tokens_details'])['reasoning_tokens']),
    cachedInputTokens: asCount(input['cached_tokens']),
    cacheWriteTokens: asCount(input['cache_write_tokens']),
    raw: usage,
  })
}
