import type { Ask } from '../core/ask.ts'
import {
  asArray,
  asCode,
  asCount,
  asObject,
  asText,
  isObject,
  type JsonObject,
  present,
} from '../core/json.ts'
import type { FinishReason, Usage } from '../core/observation.ts'
import { readError } from './error-body.ts'
import { errorEvents, identityEvents, openFrame } from './frame.ts'
import { openaiChat } from './openai-chat.ts'
import { postJson } from './post-json.ts'
import type { Adjustment, OptionalField, Protocol, Reader, ReplyEvent } from './protocol.ts'
import { fieldToDrop, withoutDropped } from './retreat.ts'
import { ThinkWatch } from './think-watch.ts'

const optionalFields: readonly OptionalField[] = [
  { name: 'thinkingConfig', alias: /thinking|effort/i, carries: ['reasoningEffort'] },
  { name: 'temperature', carries: ['temperature'] },
  { name: 'topP', alias: /top_p/i, carries: ['topP'] },
]

/** Google Gemini; its base URLs end in `/v1beta`. @see https://ai.google.dev/api/generate-content */
export const gemini: Protocol = {
  id: 'gemini',
  auth: { style: 'header', name: 'x-goog-api-key' },
  besideOpenai: (baseUrl) => new URL(baseUrl.href.replace(/\/v1\/?$/, '/v1beta')),
  request: (ask, adjustments) =>
    postJson(
      `/models/${pathName(ask.modelId)}:${ask.stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
      {
        ...(ask.system !== undefined && { systemInstruction: { parts: [{ text: ask.system }] } }),
        contents: [{ role: 'user', parts: partsOf(ask) }],
        generationConfig: generationConfig(ask, adjustments),
        ...toolFields(ask),
      },
    ),
  openReader: () => new GeminiReader(),
  // Its own fields for both are not every model's; what needs them is asked over OpenAI's chat.
  lacks: ['answers', 'logprobs'],
  optional: optionalFields,
  retreat: ({ message }, ask, adjustments) =>
    fieldToDrop(message, generationConfig(ask, adjustments), optionalFields),
  counting: {
    request: ({ modelId, prompt }) =>
      postJson(`/models/${pathName(modelId)}:countTokens`, {
        contents: [{ role: 'user', parts: [{ text: prompt }] }],
      }),
    read: (body) => asCount(asObject(body)['totalTokens']),
  },
  listing: {
    request: { method: 'GET', path: '/models', headers: {} },
    read: readListing,
  },
}

const bareName = (name: string): string => name.replace(/^models\//, '')

const pathName = (modelId: string): string => encodeURIComponent(bareName(modelId))

const generationConfig = (ask: Ask, adjustments: ReadonlySet<Adjustment>): JsonObject =>
  withoutDropped(
    {
      maxOutputTokens: ask.maxOutputTokens,
      ...(ask.reasoningEffort !== undefined && {
        thinkingConfig: thinkingConfig(ask.modelId, ask.reasoningEffort),
      }),
      ...(ask.temperature !== undefined && { temperature: ask.temperature }),
      ...(ask.topP !== undefined && { topP: ask.topP }),
      ...(ask.stop && { stopSequences: ask.stop }),
      ...(ask.seed !== undefined && { seed: ask.seed }),
      ...(ask.schema && { responseMimeType: 'application/json', responseJsonSchema: ask.schema.schema }),
    },
    adjustments,
  )

const partsOf = ({ prompt, pngBase64 }: Ask): readonly JsonObject[] => [
  ...(pngBase64 === undefined ? [] : [{ inlineData: { mimeType: 'image/png', data: pngBase64 } }]),
  { text: prompt },
]

const toolFields = ({ tools, toolChoice }: Ask): JsonObject =>
  tools
    ? {
        tools: [
          {
            functionDeclarations: tools.map(({ name, description, parameters }) => ({
              name,
              description,
              parametersJsonSchema: parameters,
            })),
          },
        ],
        ...(toolChoice && {
          toolConfig: { functionCallingConfig: { mode: toolChoice === 'required' ? 'ANY' : 'NONE' } },
        }),
      }
    : {}

/** Budgets that Google's own OpenAI-compatible endpoint takes for the effort words, where levels are not known. */
const budgets: Readonly<Record<string, number>> = {
  none: 0,
  minimal: 1_024,
  low: 1_024,
  medium: 8_192,
  high: 24_576,
}

/** Models up to 2.5 take a budget, later ones a level; both at once is an error. @see https://ai.google.dev/gemini-api/docs/thinking */
function thinkingConfig(modelId: string, effort: string): JsonObject {
  const takesBudget = /gemini-[12]\b/i.test(modelId) || effort === 'none'
  return takesBudget ? { thinkingBudget: budgets[effort] ?? -1 } : { thinkingLevel: effort }
}

function readListing(body: unknown): readonly string[] | undefined {
  const { models } = asObject(body)
  if (!Array.isArray(models)) return openaiChat.listing.read(body)?.map(bareName)
  const names = models.map((entry) => asText(asObject(entry)['name']))
  return names.filter((name) => name !== undefined).map(bareName)
}

class GeminiReader implements Reader {
  #finished = false
  #calls = 0
  readonly #think = new ThinkWatch()

  get complete(): boolean {
    return this.#finished
  }

  frame(data: string, event: string | undefined): readonly ReplyEvent[] {
    const opened = openFrame(data)
    if (opened.type === 'events') return opened.events
    return [...this.#chunk(asObject(opened.value)), ...errorEvents(opened.value, data, event === 'error')]
  }

  whole(body: unknown): readonly ReplyEvent[] {
    const reply = asObject(body)
    const error = readError(body)
    const events = this.#chunk(reply)
    if (error) return [...events, { type: 'error', error }]
    if (!Array.isArray(reply['candidates']) && !isObject(reply['promptFeedback']))
      return [{ type: 'malformed', why: 'the body has no candidates' }]
    return [...events, { type: 'end' }]
  }

  #chunk(chunk: JsonObject): ReplyEvent[] {
    const candidates = asArray(chunk['candidates'])
    // Only the first of several answers is read: we ask for one.
    const first = candidates.map(asObject).find(({ index }) => (asCount(index) ?? 0) === 0)
    const blocked = asCode(asObject(chunk['promptFeedback'])['blockReason'])
    return [
      ...identityEvents(chunk, 'modelVersion', 'responseId'),
      ...(first ? this.#candidate(first) : []),
      ...usageEvents(chunk['usageMetadata']),
      ...(candidates.length === 0 ? this.#finish(blocked, 'content-filter') : []),
    ]
  }

  #candidate(candidate: JsonObject): ReplyEvent[] {
    const parts = asArray(asObject(candidate['content'])['parts'])
    const said = parts.flatMap((part) => this.#part(asObject(part)))
    const raw = asCode(candidate['finishReason'])
    const unified = reasons.get(raw ?? '') ?? 'other'
    return [...said, ...this.#finish(raw, unified === 'stop' && this.#calls > 0 ? 'tool-calls' : unified)]
  }

  #finish(raw: string | undefined, unified: FinishReason): ReplyEvent[] {
    if (raw === undefined) return []
    this.#finished = true
    return [{ type: 'finish', raw, unified }]
  }

  /** Code that runs at the vendor, its results and images say nothing that is measured. */
  #part(part: JsonObject): ReplyEvent[] {
    if (isObject(part['functionCall'])) return this.#call(part['functionCall'])
    const text = asText(part['text'])
    if (text === undefined) return []
    if (part['thought'] === true) return [{ type: 'reasoning', text }]
    return [{ type: 'text', text, visible: this.#think.shows(text) }]
  }

  /** Each call comes whole. One without a name goes on with arguments of the one before, which are not put together. */
  #call(call: JsonObject): ReplyEvent[] {
    const name = asText(call['name'])
    if (name === undefined) return []
    const given = call['args'] ?? {}
    return [
      present({
        type: 'tool',
        index: this.#calls++,
        id: asText(call['id']),
        name,
        arguments: JSON.stringify(given),
      }),
    ]
  }
}

/** Words of the enum, and its numbers as protobuf JSON may print them. */
const reasons: ReadonlyMap<string, FinishReason> = new Map([
  ['STOP', 'stop'],
  ['1', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['2', 'length'],
  ['SAFETY', 'content-filter'],
  ['3', 'content-filter'],
  ['RECITATION', 'content-filter'],
  ['4', 'content-filter'],
  ['BLOCKLIST', 'content-filter'],
  ['PROHIBITED_CONTENT', 'content-filter'],
  ['SPII', 'content-filter'],
  ['IMAGE_SAFETY', 'content-filter'],
  ['MALFORMED_FUNCTION_CALL', 'error'],
])

/** `candidatesTokenCount` leaves thoughts out. */
function usageEvents(usage: unknown): ReplyEvent[] {
  if (!isObject(usage)) return []
  const visible = asCount(usage['candidatesTokenCount'])
  const thoughts = asCount(usage['thoughtsTokenCount'])
  const counted = visible !== undefined || thoughts !== undefined
  const counts = present<Usage>({
    inputTokens: asCount(usage['promptTokenCount']),
    outputTokens: counted ? (visible ?? 0) + (thoughts ?? 0) : undefined,
    reasoningTokens: thoughts,
    cachedInputTokens: asCount(usage['cachedContentTokenCount']),
    raw: usage,
  })
  return [{ type: 'usage', usage: counts }]
}
