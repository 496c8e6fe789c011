import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Exchanges recorded by others; their texts and counts are facts about real providers. */
const protocol = z.enum(['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini'])

const indexEntry = z.object({
  id: z.string(),
  dir: z.string(),
  /** File name of the body inside `dir`. */
  body: z.string(),
  protocol,
  provider: z.string(),
  /** Whether a stream was asked for; eight bodies came in the other shape. */
  streaming: z.boolean(),
  status: z.number(),
  framing: z.enum(['raw', 'reconstructed', 'reserialized']),
  confidence: z.enum(['both-agree', 'both-error', 'disagree', 'official-only', 'by-hand']),
  features: z.array(z.string()),
})

const meta = z.looseObject({
  id: z.string(),
  source: z.string(),
  protocol,
  provider: z.string(),
  streaming: z.boolean(),
  status: z.number(),
  response_headers: z.record(z.string(), z.string()),
})

const expectation = z.looseObject({
  /** The only fields to compare. */
  assert: z.array(z.enum(['text', 'reasoning', 'tool_calls', 'finish_reason', 'usage', 'error'])),
  text: z.string(),
  reasoning: z.string(),
  tool_calls: z.array(
    z.looseObject({ id: z.string().optional(), name: z.string().optional(), arguments: z.string() }),
  ),
  /** The provider's own word; a number from Gemini served as protobuf JSON. */
  finish_reason: z.union([z.string(), z.number()]).nullable(),
  finish_unified: z.string().optional(),
  usage: z.record(z.string(), z.number()).nullable(),
  usage_raw: z.record(z.string(), z.unknown()).nullable().optional(),
  error: z
    .looseObject({
      name: z.string().optional(),
      message: z.string().optional(),
      message_contains: z.string().optional(),
      type: z.string().nullable().optional(),
      code: z.union([z.string(), z.number()]).nullable().optional(),
      /** A status word of Google's, or the HTTP status. */
      status: z.union([z.string(), z.number()]).optional(),
    })
    .nullable(),
  confidence: indexEntry.shape.confidence,
})

export type IndexEntry = z.infer<typeof indexEntry>
export type Expectation = z.infer<typeof expectation>

export interface Exchange {
  readonly entry: IndexEntry
  readonly meta: z.infer<typeof meta>
  /** The response body, byte for byte. */
  readonly body: Buffer
  readonly expected: Expectation
}

/** Where the recordings are: RELAYBENCH_CORPORA, else beside the project; undefined when they are not there. */
export function corpusFolder(): string | undefined {
  const folder = resolve(root, process.env['RELAYBENCH_CORPORA'] ?? '../shared/corpora')
  return existsSync(join(folder, 'index.jsonl')) ? folder : undefined
}

/**
 * Lists every recorded exchange, in the order of the index.
 * @throws Error when the folder is absent, ZodError when a line is not of the form above.
 */
export async function readIndex(): Promise<IndexEntry[]> {
  const text = await readFile(join(presentFolder(), 'index.jsonl'), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => indexEntry.parse(JSON.parse(line)))
}

let index: Promise<Map<string, IndexEntry>> | undefined

/**
 * Reads one exchange.
 * @throws Error when the index has no such id.
 */
export async function readExchange(id: string): Promise<Exchange> {
  index ??= readIndex().then((entries) => new Map(entries.map((entry) => [entry.id, entry])))
  const entry = (await index).get(id)
  if (entry === undefined) throw new Error(`no recorded exchange ${id}`)
  const path = (name: string) => join(presentFolder(), entry.dir, name)
  const json = async (name: string): Promise<unknown> => JSON.parse(await readFile(path(name), 'utf8'))
  return {
    entry,
    meta: meta.parse(await json(`${id}.meta.json`)),
    body: await readFile(path(entry.body)),
    expected: expectation.parse(await json(`${id}.expected.json`)),
  }
}

function presentFolder(): string {
  const folder = corpusFolder()
  if (folder === undefined) throw new Error('the recorded exchanges are absent')
  return folder
}
