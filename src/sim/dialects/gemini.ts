import { z } from 'zod'
import { type Answer, type Chunk, type Counts, noTokens, outputOf, spoken, times } from '../answer.ts'
import { type WriteStep, write } from '../script.ts'
import { readOffer, type ToolChoice } from '../tools.ts'
import { type Ask, type Dialect, type Failure, heard, saidIn, type UsagePlace, wishesIn } from './dialect.ts'

/** The model and the method stand in the path: `/v1beta/models/M:streamGenerateContent?alt=sse`. */
const route = /^\/v1(?:beta)?\/models\/([^/]+):(generateContent|streamGenerateContent)$/

/** Old fields take Gemini's own schema, new ones JSON schema. */
const toolSchema = z
  .object({
    name: z.string().min(1),
    parameters: z.unknown().optional(),
    parametersJsonSchema: z.unknown().optional(),
  })
  .transform(({ name, parameters, parametersJsonSchema }) => ({
    name,
    schema: parametersJsonSchema ?? parameters,
  }))

const callingSchema = z
  .object({ mode: z.string().optional(), allowedFunctionNames: z.array(z.string()).optional() })
  .optional()

const requestSchema = z.object({
  contents: z.array(z.unknown()).min(1),
  tools: z.array(z.object({ functionDeclarations: z.array(z.unknown()).default([]) })).default([]),
  toolConfig: z.object({ functionCallingConfig: callingSchema }).optional(),
  systemInstruction: z.unknown().optional(),
  generationConfig: z
    .object({
      maxOutputTokens: z.int().min(1).optional(),
      responseJsonSchema: z.unknown().optional(),
      stopSequences: z.unknown().optional(),
      temperature: z.unknown().optional(),
    })
    .optional(),
})

/** Names narrow the choice only where a call is demanded. */
function choiceOf(calling: z.output<typeof callingSchema>): ToolChoice {
  if (calling?.mode === 'NONE') return 'none'
  if (calling?.mode !== 'ANY') return 'auto'
  return calling.allowedFunctionNames ? { named: calling.allowedFunctionNames } : 'required'
}

/** A stream is served as SSE only: `alt=sse` must be there. */
function read(url: URL, body: unknown, usage: UsagePlace): Ask | undefined {
  const { data } = requestSchema.safeParse(body)
  const [, model, method] = route.exec(url.pathname) ?? []
  const shape = method === 'generateContent' ? 'whole' : 'stream'
  if (!data || !model || (shape === 'stream' && url.searchParams.get('alt') !== 'sse')) return undefined
  return {
    model: decodeURIComponent(model),
    shape,
    maxTokens: data.generationConfig?.maxOutputTokens,
    ...heard(
      data.contents,
      saidIn(data.systemInstruction, data.contents),
      [data.tools.length > 0 ? data.tools : undefined, data.generationConfig?.responseJsonSchema],
      wishesIn(
        data.generationConfig?.stopSequences,
        data.generationConfig?.temperature,
        data.generationConfig?.responseJsonSchema,
      ),
    ),
    usage,
    offer: readOffer(
      data.tools.flatMap((tool) => tool.functionDeclarations),
      toolSchema,
      choiceOf(data.toolConfig?.functionCallingConfig),
    ),
  }
}

interface Candidate {
  readonly parts: readonly unknown[]
  readonly finishReason?: string
}

/** candidatesTokenCount leaves thoughts out, and is itself left out while there is no candidate text. */
const usageOf = ({ inputTokens, cachedTokens }: Ask, counts: Counts) => ({
  promptTokenCount: inputTokens,
  ...(cachedTokens > 0 && { cachedContentTokenCount: cachedTokens }),
  ...(outputOf(counts) > 0 && { candidatesTokenCount: outputOf(counts) }),
  ...(counts.reasoning > 0 && { thoughtsTokenCount: counts.reasoning }),
  totalTokenCount: inputTokens + counts.reasoning + outputOf(counts),
})

const replyOf = (answer: Answer, ask: Ask, { parts, finishReason }: Candidate, said: Counts) => ({
  candidates: [{ content: { parts, role: 'model' }, ...(finishReason && { finishReason }), index: 0 }],
  ...(ask.usage !== 'none' && { usageMetadata: usageOf(ask, times(said, ask.outputFactor)) }),
  modelVersion: answer.model,
  responseId: answer.id,
})

/** A thought is a text part with a flag; a call is one part, and its arguments are no text. */
const partOf = (kind: Chunk['kind'], text: string) =>
  kind === 'reasoning' ? { text, thought: true } : { text }

const callParts = ({ toolNames }: Answer, calls: readonly string[]) =>
  calls.map((text, call) => ({ functionCall: { name: toolNames[call], args: JSON.parse(text) } }))

const finishOf = (answer: Answer) => (answer.finish === 'length' ? 'MAX_TOKENS' : 'STOP')

const frame = (reply: unknown) => `data: ${JSON.stringify(reply)}\r\n\r\n`

/** @see https://ai.google.dev/api/generate-content; usage is cumulative in every frame, and there is no end mark. */
function* stream(answer: Answer, ask: Ask): Generator<WriteStep> {
  const counts = noTokens()
  const calls: string[] = []
  let atMs = answer.ttftMs
  for (const { kind, text, tokens, atMs: due, call } of answer.chunks) {
    atMs = due
    counts[kind] += tokens
    if (call !== undefined) calls[call] = (calls[call] ?? '') + text
    else yield write(kind, frame(replyOf(answer, ask, { parts: [partOf(kind, text)] }, counts)), atMs)
  }
  if (calls.length > 0)
    yield write('tool', frame(replyOf(answer, ask, { parts: callParts(answer, calls) }, counts)), atMs)
  const last = { parts: [{ text: '' }], finishReason: finishOf(answer) }
  yield write('finish', frame(replyOf(answer, ask, last, counts)), atMs)
}

function whole(answer: Answer, ask: Ask) {
  const { text, calls, tokens } = spoken(answer)
  const said = (['reasoning', 'content'] as const).filter((kind) => text[kind] !== '')
  const parts = [...said.map((kind) => partOf(kind, text[kind])), ...callParts(answer, calls)]
  return replyOf(answer, ask, { parts, finishReason: finishOf(answer) }, tokens)
}

/** google.rpc.Code names that go with a status. */
const statusNames: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
}

const error = ({ status, message }: Failure) => ({
  error: { code: status, message, status: statusNames[status] ?? 'UNKNOWN' },
})

export const gemini: Dialect = {
  id: 'gemini',
  serves: (path) => route.test(path),
  read,
  stream,
  whole,
  error,
  errorFrame: (failure) => frame(error(failure)),
}
