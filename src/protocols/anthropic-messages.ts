import { asArray, asCount, asObject, asText, isObject, type JsonObject, present } from '../core/json.ts'
import type { Usage } from '../core/observation.ts'
import { anthropicBody } from './anthropic-request.ts'
import { readError } from './error-body.ts'
import { unifiedFinish } from './finish.ts'
import { errorEvents, identityEvents, openFrame } from './frame.ts'
import { openaiChat } from './openai-chat.ts'
import { postJson } from './post-json.ts'
import type { OptionalField, Protocol, Reader, ReplyEvent } from './protocol.ts'
import { fieldToDrop } from './retreat.ts'
import { ThinkWatch } from './think-watch.ts'

const version = { 'anthropic-version': '2023-06-01' } as const

const optionalFields: readonly OptionalField[] = [
  { name: 'output_config', alias: /effort|thinking/i, carries: ['reasoningEffort', 'schema'] },
  // Before temperature: current models take either, not both, and say so naming both.
  { name: 'top_p', carries: ['topP'] },
  { name: 'temperature', carries: ['temperature'] },
]

/** Anthropic Messages; its base URLs end before `/v1`. @see https://docs.anthropic.com/en/api/messages */
export const anthropicMessages: Protocol = {
  id: 'anthropic-messages',
  auth: { style: 'x-api-key' },
  request: (ask, adjustments) => postJson('/v1/messages', anthropicBody(ask, adjustments), version),
  openReader: () => new MessagesReader(),
  lacks: ['seed', 'answers', 'logprobs'],
  optional: optionalFields,
  retreat: ({ message }, ask, adjustments) =>
    fieldToDrop(message, anthropicBody(ask, adjustments), optionalFields),
  counting: {
    request: ({ modelId, prompt }) =>
      postJson(
        '/v1/messages/count_tokens',
        { model: modelId, messages: [{ role: 'user', content: prompt }] },
        version,
      ),
    read: (body) => asCount(asObject(body)['input_tokens']),
  },
  listing: {
    request: { method: 'GET', path: '/v1/models', headers: version },
    read: openaiChat.listing.read,
  },
}

/** A tool call whose block has not ended. */
interface OpenCall {
  readonly index: number
  readonly input: unknown
  heard: boolean
}

class MessagesReader implements Reader {
  #finished = false
  /** False between a message's end and the start of another one. */
  #open = true
  readonly #think = new ThinkWatch()
  /** Where the blocks of the present message begin: a body may hold several messages. */
  #base = 0
  #next = 0
  readonly #calls = new Map<number, OpenCall>()
  /** Counts as last reported, each on its own: later reports may leave some out. */
  #usage: JsonObject = {}

  get complete(): boolean {
    return this.#finished
  }

  frame(data: string, event: string | undefined): readonly ReplyEvent[] {
    const opened = openFrame(data)
    if (opened.type === 'events') return opened.events
    const chunk = asObject(opened.value)
    const type = asText(chunk['type']) ?? event
    if (type === undefined || type === 'error' || isObject(chunk['error']))
      return errorEvents(opened.value, data, type === 'error')
    if (type === 'message_start') return this.#start(asObject(chunk['message']))
    return this.#open ? this.#inside(type, chunk) : []
  }

  whole(body: unknown): readonly ReplyEvent[] {
    const message = asObject(body)
    const error = readError(body)
    if (error) return [{ type: 'error', error }]
    if (!Array.isArray(message['content'])) return [{ type: 'malformed', why: 'the body has no content' }]
    return [...this.#start(message), { type: 'end' }]
  }

  #inside(type: string, chunk: JsonObject): readonly ReplyEvent[] {
    const index = this.#base + (asCount(chunk['index']) ?? 0)
    switch (type) {
      case 'content_block_start':
        return this.#blockStart(asObject(chunk['content_block']), index)
      case 'content_block_delta':
        return this.#delta(asObject(chunk['delta']), index)
      case 'content_block_stop':
        return this.#blockStop(index)
      case 'message_delta':
        return [...this.#count(chunk['usage']), ...this.#stopReason(asObject(chunk['delta']))]
      case 'message_stop':
        this.#open = false
        this.#finished = true
        return [...this.#closeCalls(), { type: 'end' }]
      default:
        return []
    }
  }

  /** A message may come with blocks and a stop reason already: whole bodies do, and so do spliced streams. */
  #start(message: JsonObject): ReplyEvent[] {
    this.#open = true
    this.#base = this.#next
    const blocks = asArray(message['content']).flatMap((block, i) => [
      ...this.#blockStart(asObject(block), this.#base + i),
      ...this.#blockStop(this.#base + i),
    ])
    // Blocks that follow are numbered anew.
    this.#base = this.#next
    return [
      ...identityEvents(message, 'model', 'id'),
      ...blocks,
      ...this.#count(message['usage']),
      ...this.#stopReason(message),
    ]
  }

  #blockStart(block: JsonObject, index: number): ReplyEvent[] {
    this.#next = Math.max(this.#next, index + 1)
    switch (block['type']) {
      case 'text':
        return this.#text(block['text'])
      case 'thinking':
        return reasoning(block['thinking'])
      case 'tool_use':
        this.#calls.set(index, { index, input: block['input'], heard: false })
        return [present({ type: 'tool', index, id: asText(block['id']), name: asText(block['name']) })]
      default:
        // Blocks of tools that run at the vendor, redacted thinking, marks of fallback or compaction.
        return []
    }
  }

  #delta(delta: JsonObject, index: number): ReplyEvent[] {
    switch (delta['type']) {
      case 'text_delta':
        return this.#text(delta['text'])
      case 'thinking_delta':
        return reasoning(delta['thinking'])
      case 'input_json_delta':
        return this.#input(delta['partial_json'], index)
      default:
        return []
    }
  }

  #text(value: unknown): ReplyEvent[] {
    const text = asText(value)
    return text === undefined ? [] : [{ type: 'text', text, visible: this.#think.shows(text) }]
  }

  #input(value: unknown, index: number): ReplyEvent[] {
    const piece = asText(value)
    const call = this.#calls.get(index)
    if (piece === undefined || !call) return []
    call.heard = true
    return [{ type: 'tool', index, arguments: piece }]
  }

  /** Arguments that never came in pieces stand in the block itself. */
  #blockStop(index: number): ReplyEvent[] {
    const call = this.#calls.get(index)
    this.#calls.delete(index)
    if (!call || call.heard) return []
    return [{ type: 'tool', index, arguments: JSON.stringify(call.input ?? {}) }]
  }

  #closeCalls(): ReplyEvent[] {
    return [...this.#calls.keys()].flatMap((index) => this.#blockStop(index))
  }

  #stopReason(said: JsonObject): ReplyEvent[] {
    const raw = asText(said['stop_reason'])
    if (raw === undefined) return []
    this.#finished = true
    // A pause is the vendor's wish to be asked to go on: the answer so far is whole.
    return [{ type: 'finish', raw, unified: raw === 'pause_turn' ? 'stop' : unifiedFinish(raw) }]
  }

  #count(reported: unknown): ReplyEvent[] {
    if (!isObject(reported)) return []
    const news = Object.entries(reported).filter(([, value]) => value !== null && value !== undefined)
    this.#usage = { ...this.#usage, ...Object.fromEntries(news) }
    return [{ type: 'usage', usage: readUsage(this.#usage) }]
  }
}

function reasoning(value: unknown): ReplyEvent[] {
  const text = asText(value)
  return text === undefined ? [] : [{ type: 'reasoning', text }]
}

/** `input_tokens` leaves out what was read from or written to the cache. */
function readUsage(usage: JsonObject): Usage {
  const fresh = asCount(usage['input_tokens'])
  const cached = asCount(usage['cache_read_input_tokens'])
  const written = asCount(usage['cache_creation_input_tokens'])
  return present<Usage>({
    inputTokens: fresh === undefined ? undefined : fresh + (cached ?? 0) + (written ?? 0),
    outputTokens: asCount(usage['output_tokens']),
    reasoningTokens: asCount(asObject(usage['output_tokens_details'])['thinking_tokens']),
    cachedInputTokens: cached,
    cacheWriteTokens: written,
    raw: usage,
  })
}
