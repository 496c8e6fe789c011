import type { Ask } from '../core/ask.ts'
import { asArray, asCount, asObject, isObject, type JsonObject, present } from '../core/json.ts'
import type { Usage } from '../core/observation.ts'
import { readError } from './error-body.ts'
import { identityEvents, openFrame } from './frame.ts'
import { openaiChat } from './openai-chat.ts'
import { postJson } from './post-json.ts'
import type { Adjustment, OptionalField, Protocol, Reader, ReplyEvent } from './protocol.ts'
import { fieldToDrop, withoutDropped } from './retreat.ts'

const optionalFields: readonly OptionalField[] = [{ name: 'encoding_format' }]

/** OpenAI embeddings: one short input, one vector, never a stream. @see https://platform.openai.com/docs/api-reference/embeddings */
export const embeddings: Protocol = {
  id: 'embeddings',
  auth: { style: 'bearer' },
  wholeOnly: true,
  request: (ask, adjustments) => postJson('/embeddings', requestBody(ask, adjustments)),
  openReader: () => new EmbeddingReader(),
  optional: optionalFields,
  retreat: ({ message }, ask, adjustments) =>
    fieldToDrop(message, requestBody(ask, adjustments), optionalFields),
  listing: openaiChat.listing,
}

/** Fits models that take 512 tokens, and keeps the beginning, which differs from probe to probe. */
const mostInputChars = 400

const requestBody = (ask: Ask, adjustments: ReadonlySet<Adjustment>): JsonObject =>
  withoutDropped(
    { model: ask.modelId, input: ask.prompt.slice(0, mostInputChars), encoding_format: 'float' },
    adjustments,
  )

class EmbeddingReader implements Reader {
  #finished = false

  get complete(): boolean {
    return this.#finished
  }

  /** Nobody asked for frames: what a relay wraps in one is read as the body that it should have been. */
  frame(data: string): readonly ReplyEvent[] {
    const opened = openFrame(data)
    return opened.type === 'events' ? opened.events : this.whole(opened.value)
  }

  whole(body: unknown): readonly ReplyEvent[] {
    const error = readError(body)
    if (error) return [{ type: 'error', error }]
    const reply = asObject(body)
    const dimensions = dimensionsOf(asObject(asArray(reply['data'])[0])['embedding'])
    if (dimensions === 0) return [{ type: 'malformed', why: 'the body has no vector' }]
    this.#finished = true
    return [
      ...identityEvents(reply, 'model', 'id'),
      { type: 'vector', dimensions },
      ...usageEvents(reply['usage']),
      { type: 'finish', unified: 'stop', raw: 'embedding' },
      { type: 'end' },
    ]
  }
}

const dimensionsOf = (value: unknown): number =>
  Array.isArray(value) && value.every((number) => typeof number === 'number') ? value.length : 0

function usageEvents(usage: unknown): ReplyEvent[] {
  if (!isObject(usage)) return []
  const counts = present<Usage>({ inputTokens: asCount(usage['prompt_tokens']), raw: usage })
  return [{ type: 'usage', usage: counts }]
}
