import type { Answer } from '../answer.ts'
import type { WriteStep } from '../script.ts'
import type { ToolOffer } from '../tools.ts'

/** What the simulated relay needs to know of a request. */
export interface Ask {
  readonly model: string
  readonly shape: Shape
  readonly maxTokens: number | undefined
  readonly inputTokens: number
  /** Part of them that was read from a cache. */
  readonly cachedTokens: number
  /** Output tokens are reported so many times. */
  readonly outputFactor: number
  readonly usage: UsagePlace
  readonly offer: ToolOffer
  readonly said: Said
  readonly wishes: Wishes
  /** Everything of it that is about tools or schemas, as text. */
  readonly tools: string
}

/** What a request says to the model. */
export interface Said {
  readonly system: string
  /** All messages that are no system prompt. */
  readonly user: string
  readonly pngBase64: string | undefined
}

/** What a request sets, where a mind obeys it. */
export interface Wishes {
  readonly stop: readonly string[]
  readonly temperature: number | undefined
  readonly seed: number | undefined
  /** Answers at once. */
  readonly choices: number
  readonly logprobs: boolean
  /** JSON schema of the answer. */
  readonly schema: unknown
}

/** Messages in any dialect: those for the system apart, pictures by the base64 of a PNG in them. */
export function saidIn(system: unknown, messages: unknown): Said {
  const pictures: string[] = []
  const user = textsIn(messages, pictures).join('\n\n')
  return { system: textsIn(system, pictures).join('\n\n'), user, pngBase64: pictures[0] }
}

const pngStart = 'iVBORw0KGgo'

/** Every text in a value, wherever it is; pictures are put apart. */
function textsIn(value: unknown, pictures: string[]): readonly string[] {
  if (typeof value === 'string') {
    const at = value.indexOf(pngStart)
    if (at < 0) return [value]
    pictures.push(value.slice(at))
    return []
  }
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, pictures))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => (passedOver.has(key) ? [] : textsIn(item, pictures)))
}

/** Keys whose texts are labels, not words. */
const passedOver: ReadonlySet<string> = new Set([
  'role',
  'type',
  'media_type',
  'mimeType',
  'detail',
  'id',
  'name',
])

export type Shape = 'stream' | 'whole'

/** Where a stream carries usage; for a whole answer only `none` matters. */
export type UsagePlace = 'last-chunk' | 'every-chunk' | 'none'

/** An error to be reported in a dialect's own words. */
export interface Failure {
  readonly status: number
  readonly message: string
  readonly type: string
  readonly code: string | null
  readonly param?: string
}

/**
 * One wire format, written from its vendor's documentation and sharing nothing with the parsers under test.
 * To add one: a file beside this, and a line in `index.ts`.
 */
export interface Dialect {
  readonly id: string
  readonly serves: (path: string) => boolean
  /** undefined: not a request of this dialect. `usage` is the relay's habit; the request may ask for less. */
  readonly read: (url: URL, body: unknown, usage: UsagePlace) => Ask | undefined
  /** The frames of a streamed answer, its end mark included; lazy, since an answer may be endless. */
  readonly stream: (answer: Answer, ask: Ask) => Iterable<WriteStep>
  /** The body of an answer that is not streamed, a JSON value. */
  readonly whole: (answer: Answer, ask: Ask) => unknown
  /** The body of an error reply, a JSON value. */
  readonly error: (failure: Failure) => unknown
  /** An error in the middle of a stream: one frame, as text. */
  readonly errorFrame: (failure: Failure) => string
}

/** What a request says, and the usage of an honest relay without a cache. */
export const heard = (
  prompt: unknown,
  said: Said,
  tools: readonly unknown[],
  wishes: Wishes,
): Pick<Ask, 'inputTokens' | 'cachedTokens' | 'outputFactor' | 'said' | 'tools' | 'wishes'> => ({
  inputTokens: roughTokens(prompt),
  cachedTokens: 0,
  outputFactor: 1,
  said,
  wishes,
  tools: tools.map((tool) => (tool === undefined || tool === null ? '' : JSON.stringify(tool))).join(''),
})

/** @param stop one text, or several */
export const wishesIn = (
  stop: unknown,
  temperature: unknown,
  schema?: unknown,
  { seed, choices = 1, logprobs = false }: Partial<Pick<Wishes, 'seed' | 'choices' | 'logprobs'>> = {},
): Wishes => ({
  seed,
  choices,
  logprobs,
  stop: [stop].flat().filter((each) => typeof each === 'string'),
  temperature: typeof temperature === 'number' ? temperature : undefined,
  schema,
})

/** Tokens of a prompt by the four-characters rule of thumb: plausible, and the same for the same prompt. */
const roughTokens = (prompt: unknown): number =>
  Math.max(1, Math.ceil(JSON.stringify(prompt ?? '').length / 4))
