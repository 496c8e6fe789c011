import { z } from 'zod'
import { type Answer, type Chunk, type Counts, spoken } from '../answer.ts'
import { type Part, type WriteStep, write } from '../script.ts'
import { type Ask, type Dialect, type Failure, roughTokens, type UsagePlace } from './dialect.ts'

const requestSchema = z.object({
  model: z.string().min(1),
  input: z.union([z.string().min(1), z.array(z.unknown()).min(1)]),
  stream: z.boolean().nullish(),
  max_output_tokens: z.int().min(1).nullish(),
})

function read(_url: URL, body: unknown, usage: UsagePlace): Ask | undefined {
  const { data } = requestSchema.safeParse(body)
  return (
    data && {
      model: data.model,
      shape: data.stream === true ? 'stream' : 'whole',
      maxTokens: data.max_output_tokens ?? undefined,
      inputTokens: roughTokens(data.input),
      usage,
    }
  )
}

/** As in chat completions, reasoning is part of the output count. */
const usageOf = (inputTokens: number, { reasoning, content }: Counts) => ({
  input_tokens: inputTokens,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: reasoning + content,
  output_tokens_details: { reasoning_tokens: reasoning },
  total_tokens: inputTokens + reasoning + content,
})

type Kind = Chunk['kind']

/** The same life of an item under two sets of names: added, a part added, deltas, and all of it done again in reverse. */
const kinds = {
  reasoning: {
    prefix: 'rs',
    partEvent: 'response.reasoning_summary_part',
    textEvent: 'response.reasoning_summary_text',
    place: { summary_index: 0 },
    part: (text: string) => ({ type: 'summary_text', text }),
    item: (id: string, parts: readonly unknown[]) => ({ id, type: 'reasoning', summary: parts }),
  },
  content: {
    prefix: 'msg',
    partEvent: 'response.content_part',
    textEvent: 'response.output_text',
    place: { content_index: 0 },
    part: (text: string) => ({ type: 'output_text', annotations: [], logprobs: [], text }),
    item: (id: string, parts: readonly unknown[], status: string) => ({
      id,
      type: 'message',
      status,
      role: 'assistant',
      content: parts,
    }),
  },
} as const

const itemId = (answer: Answer, kind: Kind) => `${kinds[kind].prefix}_${answer.id}`

const finished = (answer: Answer, kind: Kind, text: string) =>
  kinds[kind].item(itemId(answer, kind), [kinds[kind].part(text)], 'completed')

/** The response object as it stands in the first and the last events, and as a whole answer. */
const responseOf = (answer: Answer, status: string, output: readonly unknown[], usage: unknown) => ({
  id: `resp_${answer.id}`,
  object: 'response',
  created_at: answer.created,
  status,
  error: null,
  incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
  model: answer.model,
  output,
  parallel_tool_calls: true,
  tool_choice: 'auto',
  tools: [],
  usage,
})

const outcomeOf = (answer: Answer) => (answer.finish === 'length' ? 'incomplete' : 'completed')

type Emit = (part: Part, type: string, data: object) => WriteStep

/** The events before the first delta of an item. */
function* opened(emit: Emit, answer: Answer, kind: Kind, output_index: number): Generator<WriteStep> {
  const { partEvent, place, part, item } = kinds[kind]
  const item_id = itemId(answer, kind)
  yield emit('start', 'response.output_item.added', { output_index, item: item(item_id, [], 'in_progress') })
  yield emit('start', `${partEvent}.added`, { item_id, output_index, ...place, part: part('') })
}

/** The events after the last delta of an item; each repeats the full text. */
function* closed(
  emit: Emit,
  answer: Answer,
  kind: Kind,
  output_index: number,
  text: string,
): Generator<WriteStep> {
  const { partEvent, textEvent, place, part } = kinds[kind]
  const at = { item_id: itemId(answer, kind), output_index, ...place }
  yield emit('finish', `${textEvent}.done`, { ...at, text })
  yield emit('finish', `${partEvent}.done`, { ...at, part: part(text) })
  yield emit('finish', 'response.output_item.done', { output_index, item: finished(answer, kind, text) })
}

/** @see https://platform.openai.com/docs/api-reference/responses-streaming; there is no [DONE]. */
function* stream(answer: Answer, ask: Ask): Generator<WriteStep> {
  let atMs = answer.ttftMs
  let sequence_number = 0
  const emit: Emit = (part, type, data) =>
    write(
      part,
      `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence_number++, ...data })}\n\n`,
      atMs,
    )
  const tokens = { reasoning: 0, content: 0 }
  const output: unknown[] = []
  let open: { readonly kind: Kind; text: string } | undefined
  const close = function* () {
    if (!open) return
    yield* closed(emit, answer, open.kind, output.length, open.text)
    output.push(finished(answer, open.kind, open.text))
  }

  for (const type of ['response.created', 'response.in_progress'])
    yield emit('start', type, { response: responseOf(answer, 'in_progress', [], null) })
  for (const { kind, text, tokens: count, atMs: due } of answer.chunks) {
    atMs = due
    if (open?.kind !== kind) {
      yield* close()
      open = { kind, text: '' }
      yield* opened(emit, answer, kind, output.length)
    }
    open.text += text
    tokens[kind] += count
    const at = { item_id: itemId(answer, kind), output_index: output.length, ...kinds[kind].place }
    yield emit(kind, `${kinds[kind].textEvent}.delta`, { ...at, delta: text })
  }
  yield* close()
  const usage = ask.usage === 'none' ? null : usageOf(answer.inputTokens, tokens)
  const status = outcomeOf(answer)
  yield emit('finish', `response.${status}`, { response: responseOf(answer, status, output, usage) })
}

function whole(answer: Answer, ask: Ask) {
  const { text, tokens } = spoken(answer)
  const said = (['reasoning', 'content'] as const).filter((kind) => text[kind] !== '')
  return responseOf(
    answer,
    outcomeOf(answer),
    said.map((kind) => finished(answer, kind, text[kind])),
    ask.usage === 'none' ? null : usageOf(answer.inputTokens, tokens),
  )
}

export const openaiResponses: Dialect = {
  id: 'openai-responses',
  serves: (path) => path === '/v1/responses',
  read,
  stream,
  whole,
  error: ({ message, type, param, code }) => ({ error: { message, type, param: param ?? null, code } }),
  errorFrame: ({ message, param, code }: Failure) =>
    `event: error\ndata: ${JSON.stringify({ type: 'error', code, message, param: param ?? null })}\n\n`,
}
