import { z } from 'zod'
import { type Answer, type Chunk, type Counts, callId, noTokens, outputOf, spoken, times } from '../answer.ts'
import { type WriteStep, write } from '../script.ts'
import { readOffer } from '../tools.ts'
import {
  type Ask,
  type Dialect,
  type Failure,
  heard,
  type Said,
  saidIn,
  type UsagePlace,
  wishesIn,
} from './dialect.ts'

const named = z.object({ name: z.string().min(1) })

const toolSchema = z
  .object({ type: z.literal('function'), function: named.extend({ parameters: z.unknown().optional() }) })
  .transform(({ function: { name, parameters } }) => ({ name, schema: parameters }))

const choiceSchema = z
  .union([
    z.enum(['none', 'auto', 'required']),
    z.object({ function: named }).transform((choice) => ({ named: [choice.function.name] })),
  ])
  .catch('auto')

const systemSchema = z.object({ role: z.enum(['system', 'developer']) })

const requestSchema = z.object({
  model: z.string().min(1),
  messages: z.array(z.unknown()).min(1),
  stream: z.boolean().nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  tools: z.array(z.unknown()).nullish(),
  tool_choice: choiceSchema,
  response_format: z.object({ json_schema: z.object({ schema: z.unknown() }).optional() }).nullish(),
  stop: z.unknown().optional(),
  temperature: z.unknown().optional(),
  seed: z.int().nullish(),
  n: z.int().min(1).max(8).nullish(),
  logprobs: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
})

function conversationOf(messages: readonly unknown[]): Said {
  const isSystem = (message: unknown): boolean => systemSchema.safeParse(message).success
  return saidIn(
    messages.filter(isSystem),
    messages.filter((message) => !isSystem(message)),
  )
}

/** A stream that wasn't asked for usage gets none, unless the relay has the habit of sending it in every frame. */
function read(_url: URL, body: unknown, habit: UsagePlace): Ask | undefined {
  const { data } = requestSchema.safeParse(body)
  if (!data) return undefined
  const unasked = data.stream === true && data.stream_options?.include_usage !== true
  return {
    model: data.model,
    shape: data.stream === true ? 'stream' : 'whole',
    maxTokens: data.max_completion_tokens ?? data.max_tokens ?? undefined,
    ...heard(
      data.messages,
      conversationOf(data.messages),
      [data.tools, data.response_format],
      wishesIn(data.stop, data.temperature, data.response_format?.json_schema?.schema, {
        seed: data.seed ?? undefined,
        choices: data.n ?? 1,
        logprobs: data.logprobs ?? false,
      }),
    ),
    usage: habit === 'last-chunk' && unasked ? 'none' : habit,
    offer: readOffer(data.tools, toolSchema, data.tool_choice),
  }
}

/** completion_tokens counts reasoning too; the details only say how much of it there was. */
function usageOf({ inputTokens, cachedTokens, outputFactor }: Ask, said: Counts) {
  const counts = times(said, outputFactor)
  return {
    prompt_tokens: inputTokens,
    completion_tokens: counts.reasoning + outputOf(counts),
    total_tokens: inputTokens + counts.reasoning + outputOf(counts),
    prompt_tokens_details: { cached_tokens: cachedTokens },
    completion_tokens_details: { reasoning_tokens: counts.reasoning },
  }
}

function deltaOf({ kind, text, call = 0 }: Chunk) {
  if (kind === 'tool') return { tool_calls: [{ index: call, function: { arguments: text } }] }
  return kind === 'reasoning' ? { reasoning_content: text } : { content: text }
}

const callOf = (answer: Answer, call: number, text: string) => ({
  id: `call_${callId(answer, call)}`,
  type: 'function',
  function: { name: answer.toolNames[call], arguments: text },
})

const finishOf = ({ finish }: Answer) => (finish === 'tool' ? 'tool_calls' : finish)

/** @see https://platform.openai.com/docs/api-reference/chat-streaming; reasoning_content as DeepSeek and new-api send it. */
function* stream(answer: Answer, ask: Ask): Generator<WriteStep> {
  const counted = noTokens()
  const frame = (choices: readonly unknown[], usage?: unknown) =>
    `data: ${JSON.stringify({
      id: `chatcmpl-${answer.id}`,
      object: 'chat.completion.chunk',
      created: answer.created,
      model: answer.model,
      choices,
      ...(usage !== undefined && { usage }),
    })}\n\n`
  const choice = (delta: unknown, finish_reason: string | null = null) => [
    { index: 0, delta, logprobs: null, finish_reason },
  ]
  // Where usage comes last, OpenAI sends an explicit null before it.
  const usageSoFar = () => {
    if (ask.usage === 'every-chunk') return usageOf(ask, counted)
    return ask.usage === 'last-chunk' ? null : undefined
  }

  let atMs = answer.ttftMs
  let begun: number | undefined
  yield write(
    'start',
    frame(choice({ role: 'assistant', content: answer.toolNames.length === 0 ? '' : null }), usageSoFar()),
    atMs,
  )
  for (const chunk of answer.chunks) {
    atMs = chunk.atMs
    if (chunk.call !== undefined && chunk.call !== begun) {
      begun = chunk.call
      const opening = { index: begun, ...callOf(answer, begun, '') }
      yield write('tool', frame(choice({ tool_calls: [opening] }), usageSoFar()), atMs)
    }
    counted[chunk.kind] += chunk.tokens
    yield write(chunk.kind, frame(choice(deltaOf(chunk)), usageSoFar()), atMs)
  }
  yield write('finish', frame(choice({}, finishOf(answer)), usageSoFar()), atMs)
  if (ask.usage === 'last-chunk') yield write('usage', frame([], usageOf(ask, counted)), atMs)
  yield write('done', 'data: [DONE]\n\n', atMs)
}

/** Anything that looks like one. */
const likelihood = ({ text }: Chunk) => ({ token: text, logprob: -0.1, top_logprobs: [] })

/** Several answers at once say the same. */
function whole(answer: Answer, ask: Ask) {
  const { text, calls, tokens } = spoken(answer)
  const message = {
    role: 'assistant',
    content: text.tool !== '' && text.content === '' ? null : text.content,
    refusal: null,
    ...(text.reasoning !== '' && { reasoning_content: text.reasoning }),
    ...(calls.length > 0 && { tool_calls: calls.map((each, call) => callOf(answer, call, each)) }),
  }
  return {
    id: `chatcmpl-${answer.id}`,
    object: 'chat.completion',
    created: answer.created,
    model: answer.model,
    choices: Array.from({ length: ask.wishes.choices }, (_, index) => ({
      index,
      message,
      logprobs: ask.wishes.logprobs ? { content: [...answer.chunks].map(likelihood) } : null,
      finish_reason: finishOf(answer),
    })),
    ...(ask.usage !== 'none' && { usage: usageOf(ask, times(tokens, ask.wishes.choices)) }),
  }
}

const error = ({ message, type, param, code }: Failure) => ({
  error: { message, type, param: param ?? '', code },
})

/** The format that every relay offers. */
export const openaiChat: Dialect = {
  id: 'openai-chat',
  serves: (path) => path === '/v1/chat/completions',
  read,
  stream,
  whole,
  error,
  errorFrame: (failure) => `data: ${JSON.stringify(error(failure))}\n\n`,
}
