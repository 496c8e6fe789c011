import type { Usage } from '../core/observation.ts'
import { readError } from './error-body.ts'
import { unifiedFinish } from './finish.ts'
import { asArray, asCount, asObject, asText, isObject, type JsonObject, parseJson, present } from './json.ts'
import type { Adjustment, Ask, Protocol, Reader, ReplyEvent } from './protocol.ts'
import { ThinkWatch } from './think-watch.ts'

/** OpenAI chat completions, as OpenAI, gateways and relays really send it. @see https://platform.openai.com/docs/api-reference/chat */
export const openaiChat: Protocol = {
  id: 'openai-chat',
  auth: { style: 'bearer' },
  request: (ask, adjustments) => ({
    method: 'POST',
    path: '/chat/completions',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(requestBody(ask, adjustments)),
  }),
  openReader: () => new ChatReader(),
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
    messages: [{ role: 'user', content: ask.prompt }],
    [modern ? 'max_completion_tokens' : 'max_tokens']: ask.maxOutputTokens,
    stream: ask.stream,
    ...(ask.stream && { stream_options: { include_usage: true } }),
    ...(ask.reasoningEffort !== undefined && { reasoning_effort: ask.reasoningEffort }),
    ...(ask.temperature !== undefined && { temperature: ask.temperature }),
    ...(ask.topP !== undefined && { top_p: ask.topP }),
  }
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !adjustments.has(`without:${name}`)))
}

/** Fields that can be left out, in the order in which a vague refusal is answered. */
const optionalFields = ['reasoning_effort', 'stream_options', 'temperature', 'top_p'] as const

/** A refusal that names no field but complains about parameters. */
const vague =
  /unsupported|unrecognized|unknown|not support|invalid.*(param|argument|field)|extra (inputs|fields)|不支持|参数/i

function retreat(
  refusal: { readonly message: string; readonly code?: string },
  ask: Ask,
  adjustments: ReadonlySet<Adjustment>,
): Adjustment | undefined {
  const message = refusal.message
  const sent = new Set(Object.keys(requestBody(ask, adjustments)))
  if (limitFields.some((field) => message.includes(field)) && !adjustments.has('rename:max_tokens'))
    return 'rename:max_tokens'
  const named = optionalFields.find((field) => sent.has(field) && mentions(message, field))
  if (named) return `without:${named}`
  const first = vague.test(message) ? optionalFields.find((field) => sent.has(field)) : undefined
  return first && `without:${first}`
}

const mentions = (message: string, field: string): boolean =>
  message.includes(field) || (field === 'reasoning_effort' && /reasoning|thinking|effort/i.test(message))

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
  /** Tool calls by the index the vendor gives, or by id where it gives none. */
  readonly #tools = new Map<string, number>()

  get complete(): boolean {
    return this.#finished
  }

  frame(data: string, event: string | undefined): readonly ReplyEvent[] {
    const trimmed = data.trim()
    if (trimmed === '[DONE]') return [{ type: 'end' }]
    // Empty data and comments wrapped in data are keep-alives of some partners.
    if (trimmed === '' || trimmed.startsWith(':')) return []
    const chunk = parseJson(trimmed)
    if (chunk === undefined) return [{ type: 'malformed', why: 'a frame is not JSON' }]
    const error = readError(chunk) ?? (event === 'error' ? { message: trimmed.slice(0, 500) } : undefined)
    return [...this.#chunk(asObject(chunk), 'delta'), ...(error ? [{ type: 'error' as const, error }] : [])]
  }

  whole(body: unknown): readonly ReplyEvent[] {
    const error = readError(body)
    const events = this.#chunk(asObject(body), 'message')
    if (error) return [...events, { type: 'error', error }]
    if (!Array.isArray(asObject(body)['choices']))
      return [{ type: 'malformed', why: 'the body has no choices' }]
    return [...events, { type: 'end' }]
  }

  /** @param main where the answer is: some gateways send a cumulative `message` beside each `delta`, and an empty delta in whole bodies. */
  #chunk(chunk: JsonObject, main: 'delta' | 'message'): ReplyEvent[] {
    const events: ReplyEvent[] = []
    const model = asText(chunk['model'])
    const id = asText(chunk['id'])
    if (model !== undefined || id !== undefined)
      events.push({
        type: 'identity',
        ...(model !== undefined && { model }),
        ...(id !== undefined && { id }),
      })
    for (const choice of asArray(chunk['choices'])) events.push(...this.#choice(asObject(choice), main))
    const usage = readUsage(chunk['usage']) ?? readUsage(asObject(chunk['x_groq'])['usage'])
    if (usage) events.push({ type: 'usage', usage })
    return events
  }

  #choice(choice: JsonObject, main: 'delta' | 'message'): ReplyEvent[] {
    // Only the first of several answers is read: we ask for one, and mixing them would garble it.
    if ((asCount(choice['index']) ?? 0) !== 0) return []
    const other = main === 'delta' ? 'message' : 'delta'
    const events = this.#message(isObject(choice[main]) ? choice[main] : asObject(choice[other]))
    const legacy = asText(choice['text'])
    if (legacy !== undefined) events.push(this.#text(legacy))
    const raw = asText(choice['finish_reason'])
    if (raw !== undefined) {
      this.#finished = true
      // A model that declines in the field made for it says "stop" all the same.
      const declined = this.#refused && raw === 'stop'
      events.push({ type: 'finish', raw, unified: declined ? 'content-filter' : unifiedFinish(raw) })
    }
    return events
  }

  #message(message: JsonObject): ReplyEvent[] {
    const events: ReplyEvent[] = []
    const reasoning = asText(message['reasoning_content']) ?? asText(message['reasoning'])
    if (reasoning !== undefined) events.push({ type: 'reasoning', text: reasoning })
    events.push(...this.#content(message['content']))
    const refusal = asText(message['refusal'])
    if (refusal !== undefined) {
      this.#refused = true
      events.push({ type: 'refusal', text: refusal })
    }
    const calls = asArray(message['tool_calls'])
    for (const [position, call] of calls.entries()) events.push(this.#tool(asObject(call), position))
    if (isObject(message['function_call'])) events.push(this.#tool({ function: message['function_call'] }, 0))
    return events
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
    const key = id ?? `#${Math.max(position, this.#tools.size - 1)}`
    const known = this.#tools.get(key)
    if (known !== undefined) return known
    const next = id === undefined ? position : this.#tools.size
    this.#tools.set(key, next)
    return next
  }
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
