import { z } from 'zod'
import { type Answer, type Counts, noTokens, outputOf, spoken, times } from '../answer.ts'
import { type Part, type WriteStep, write } from '../script.ts'
import { readOffer } from '../tools.ts'
import { type Ask, type Dialect, type Failure, heard, saidIn, type UsagePlace, wishesIn } from './dialect.ts'
import { itemId, itemKinds, itemOf, type Said } from './openai-responses-items.ts'

const toolSchema = z
  .object({ type: z.literal('function'), name: z.string().min(1), parameters: z.unknown().optional() })
  .transform(({ name, parameters }) => ({ name, schema: parameters }))

const choiceSchema = z
  .union([
    z.enum(['none', 'auto', 'required']),
    z.object({ type: z.literal('function'), name: z.string() }).transform(({ name }) => ({ named: [name] })),
  ])
  .catch('auto')

const requestSchema = z.object({
  model: z.string().min(1),
  input: z.union([z.string().min(1), z.array(z.unknown()).min(1)]),
  instructions: z.string().nullish(),
  text: z.object({ format: z.object({ schema: z.unknown() }).optional() }).nullish(),
  temperature: z.unknown().optional(),
  stream: z.boolean().nullish(),
  max_output_tokens: z.int().min(1).nullish(),
  tools: z.array(z.unknown()).nullish(),
  tool_choice: choiceSchema,
})

function read(_url: URL, body: unknown, usage: UsagePlace): Ask | undefined {
  const { data } = requestSchema.safeParse(body)
  return (
    data && {
      model: data.model,
      shape: data.stream === true ? 'stream' : 'whole',
      maxTokens: data.max_output_tokens ?? undefined,
      ...heard(
        data.input,
        saidIn(data.instructions, data.input),
        [data.tools, data.text],
        wishesIn(undefined, data.temperature, data.text?.format?.schema),
      ),
      usage,
      offer: readOffer(data.tools, toolSchema, data.tool_choice),
    }
  )
}

/** As in chat completions, reasoning is part of the output count. */
function usageOf({ inputTokens, cachedTokens, outputFactor }: Ask, said: Counts) {
  const counts = times(said, outputFactor)
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: cachedTokens },
    output_tokens: counts.reasoning + outputOf(counts),
    output_tokens_details: { reasoning_tokens: counts.reasoning },
    total_tokens: inputTokens + counts.reasoning + outputOf(counts),
  }
}

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
function* opened(emit: Emit, said: Said, output_index: number): Generator<WriteStep> {
  const { part, place } = itemKinds[said.kind]
  yield emit('start', 'response.output_item.added', { output_index, item: itemOf(said) })
  const at = { item_id: itemId(said), output_index, ...place }
  if (part) yield emit('start', `${part.event}.added`, { ...at, part: part.of('') })
}

/** The events after the last delta of an item; each repeats the full text. */
function* closed(emit: Emit, said: Said, output_index: number, text: string): Generator<WriteStep> {
  const { part, place, textEvent, repeated } = itemKinds[said.kind]
  const at = { item_id: itemId(said), output_index, ...place }
  yield emit('finish', `${textEvent}.done`, { ...at, ...repeated(said, text) })
  if (part) yield emit('finish', `${part.event}.done`, { ...at, part: part.of(text) })
  yield emit('finish', 'response.output_item.done', { output_index, item: itemOf(said, text) })
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
  const tokens = noTokens()
  const output: unknown[] = []
  let open: { readonly said: Said; text: string } | undefined
  const close = function* () {
    if (!open) return
    yield* closed(emit, open.said, output.length, open.text)
    output.push(itemOf(open.said, open.text))
  }

  for (const type of ['response.created', 'response.in_progress'])
    yield emit('start', type, { response: responseOf(answer, 'in_progress', [], null) })
  for (const { kind, text, tokens: count, atMs: due, call = 0 } of answer.chunks) {
    atMs = due
    if (open?.said.kind !== kind || open.said.call !== call) {
      yield* close()
      open = { said: { answer, kind, call }, text: '' }
      yield* opened(emit, open.said, output.length)
    }
    open.text += text
    tokens[kind] += count
    const at = { item_id: itemId(open.said), output_index: output.length, ...itemKinds[kind].place }
    yield emit(kind, `${itemKinds[kind].textEvent}.delta`, { ...at, delta: text })
  }
  yield* close()
  const usage = ask.usage === 'none' ? null : usageOf(ask, tokens)
  const status = outcomeOf(answer)
  yield emit('finish', `response.${status}`, { response: responseOf(answer, status, output, usage) })
}

function whole(answer: Answer, ask: Ask) {
  const { text, calls, tokens } = spoken(answer)
  const said = (['reasoning', 'content'] as const).filter((kind) => text[kind] !== '')
  return responseOf(
    answer,
    outcomeOf(answer),
    [
      ...said.map((kind) => itemOf({ answer, kind, call: 0 }, text[kind])),
      ...calls.map((each, call) => itemOf({ answer, kind: 'tool', call }, each)),
    ],
    ask.usage === 'none' ? null : usageOf(ask, tokens),
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
