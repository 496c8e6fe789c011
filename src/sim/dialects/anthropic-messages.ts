import { z } from 'zod'
import { type Answer, type Chunk, type Counts, callId, noTokens, outputOf, spoken } from '../answer.ts'
import { type Part, type WriteStep, write } from '../script.ts'
import { readOffer, type ToolChoice } from '../tools.ts'
import { type Ask, type Dialect, type Failure, heard, saidIn, type UsagePlace, wishesIn } from './dialect.ts'

const toolSchema = z
  .object({ name: z.string().min(1), input_schema: z.unknown() })
  .transform(({ name, input_schema }) => ({ name, schema: input_schema }))

const choiceSchema = z
  .object({ type: z.enum(['auto', 'any', 'none', 'tool']), name: z.string().optional() })
  .catch({ type: 'auto' })

function choiceOf({ type, name }: z.output<typeof choiceSchema>): ToolChoice {
  if (type === 'any') return 'required'
  if (type === 'tool') return { named: [name ?? ''] }
  return type
}

/** max_tokens is required here, unlike anywhere else. */
const requestSchema = z.object({
  model: z.string().min(1),
  messages: z.array(z.unknown()).min(1),
  max_tokens: z.int().min(1),
  system: z.unknown().optional(),
  output_config: z.object({ format: z.object({ schema: z.unknown() }).optional() }).optional(),
  stop_sequences: z.unknown().optional(),
  temperature: z.unknown().optional(),
  stream: z.boolean().optional(),
  tools: z.array(z.unknown()).optional(),
  tool_choice: choiceSchema,
})

function read(_url: URL, body: unknown, usage: UsagePlace): Ask | undefined {
  const { data } = requestSchema.safeParse(body)
  return (
    data && {
      model: data.model,
      shape: data.stream === true ? 'stream' : 'whole',
      maxTokens: data.max_tokens,
      ...heard(
        data.messages,
        saidIn(data.system, data.messages),
        [data.tools, data.output_config],
        wishesIn(data.stop_sequences, data.temperature, data.output_config?.format?.schema),
      ),
      usage,
      offer: readOffer(data.tools, toolSchema, choiceOf(data.tool_choice)),
    }
  )
}

/** Input is counted without the cached part; output_tokens includes thinking. */
const usageOf = (ask: Ask, outputTokens: number) =>
  ask.usage === 'none'
    ? {}
    : {
        usage: {
          input_tokens: ask.inputTokens - ask.cachedTokens,
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: ask.cachedTokens,
          output_tokens: Math.round(outputTokens * ask.outputFactor),
        },
      }

const stopReasons = { stop: 'end_turn', length: 'max_tokens', tool: 'tool_use' } as const
const stopReason = (answer: Answer) => stopReasons[answer.finish]
const total = (counts: Counts) => counts.reasoning + outputOf(counts)
/** Real signatures are opaque base64; so is this. */
const signatureOf = (answer: Answer) => Buffer.from(`simulated:${answer.id}`).toString('base64')

const messageOf = (answer: Answer, content: readonly unknown[], stop_reason: string | null) => ({
  id: `msg_${answer.id}`,
  type: 'message',
  role: 'assistant',
  model: answer.model,
  content,
  stop_reason,
  stop_sequence: null,
})

const toolUse = (answer: Answer, call: number, input: unknown) => ({
  type: 'tool_use',
  id: `toolu_${callId(answer, call)}`,
  name: answer.toolNames[call],
  input,
})

const emptyBlock = (answer: Answer, { kind, call = 0 }: Chunk) => {
  if (kind === 'tool') return toolUse(answer, call, {})
  return kind === 'reasoning' ? { type: 'thinking', thinking: '', signature: '' } : { type: 'text', text: '' }
}

function deltaOf({ kind, text }: Chunk) {
  if (kind === 'tool') return { type: 'input_json_delta', partial_json: text }
  return kind === 'reasoning' ? { type: 'thinking_delta', thinking: text } : { type: 'text_delta', text }
}

type Event = { readonly type: string; readonly [field: string]: unknown }

const eventText = (event: Event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`

/** A thinking block is signed before it stops. */
function* blockEnd(answer: Answer, kind: Chunk['kind'], index: number): Generator<Event> {
  if (kind === 'reasoning') {
    const delta = { type: 'signature_delta', signature: signatureOf(answer) }
    yield { type: 'content_block_delta', index, delta }
  }
  yield { type: 'content_block_stop', index }
}

/** @see https://docs.anthropic.com/en/api/messages-streaming */
function* stream(answer: Answer, ask: Ask): Generator<WriteStep> {
  let atMs = answer.ttftMs
  const emit = (part: Part, event: Event) => write(part, eventText(event), atMs)
  const tokens = noTokens()
  let open: Chunk | undefined
  let index = -1

  yield emit('start', {
    type: 'message_start',
    message: { ...messageOf(answer, [], null), ...usageOf(ask, 1) },
  })
  for (const chunk of answer.chunks) {
    atMs = chunk.atMs
    if (chunk.kind !== open?.kind || chunk.call !== open.call) {
      if (open) for (const event of blockEnd(answer, open.kind, index)) yield emit('start', event)
      open = chunk
      index++
      yield emit('start', { type: 'content_block_start', index, content_block: emptyBlock(answer, open) })
      if (index === 0) yield emit('comment', { type: 'ping' })
    }
    tokens[chunk.kind] += chunk.tokens
    yield emit(chunk.kind, { type: 'content_block_delta', index, delta: deltaOf(chunk) })
  }
  if (open) for (const event of blockEnd(answer, open.kind, index)) yield emit('finish', event)
  const delta = { stop_reason: stopReason(answer), stop_sequence: null }
  yield emit('finish', { type: 'message_delta', delta, ...usageOf(ask, total(tokens)) })
  yield emit('done', { type: 'message_stop' })
}

function whole(answer: Answer, ask: Ask) {
  const { text, calls, tokens } = spoken(answer)
  const content = [
    text.reasoning !== '' && { type: 'thinking', thinking: text.reasoning, signature: signatureOf(answer) },
    text.content !== '' && { type: 'text', text: text.content },
    ...calls.map((each, call) => toolUse(answer, call, JSON.parse(each))),
  ].filter((block) => block !== false)
  return { ...messageOf(answer, content, stopReason(answer)), ...usageOf(ask, total(tokens)) }
}

const error = ({ type, message }: Failure) => ({ type: 'error', error: { type, message } })

export const anthropicMessages: Dialect = {
  id: 'anthropic-messages',
  serves: (path) => path === '/v1/messages',
  read,
  stream,
  whole,
  error,
  errorFrame: (failure) => eventText(error(failure)),
}
