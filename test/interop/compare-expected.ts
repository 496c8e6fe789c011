import { isDeepStrictEqual } from 'node:util'
import type { Expectation } from './corpus.ts'

/** What a reader of ours made of an exchange: the reply's fields, as `relaybench probe --json` prints them. */
export interface ActualReply {
  readonly text: string
  readonly reasoning: string
  readonly toolCalls: readonly { readonly id?: string; readonly name: string; readonly arguments: string }[]
  readonly finishReason?: { readonly unified: string; readonly raw: string }
  readonly usage?: {
    readonly inputTokens?: number
    readonly outputTokens?: number
    readonly reasoningTokens?: number
    readonly cachedInputTokens?: number
    readonly raw: unknown
  }
  readonly error?: { readonly message: string; readonly type?: string; readonly code?: string }
  /** Set when part of the answer could not be read. */
  readonly malformed?: string
}

export interface Difference {
  /** `finish_unified` is compared along with `finish_reason`. */
  readonly field: Expectation['assert'][number] | 'finish_unified'
  readonly expected: unknown
  readonly actual: unknown
}

type Compare = (actual: ActualReply, expected: Expectation) => readonly Difference[]

const comparisons: Readonly<Record<Expectation['assert'][number], Compare>> = {
  text: (actual, expected) => differ('text', expected.text, actual.text),
  reasoning: (actual, expected) => differ('reasoning', expected.reasoning, actual.reasoning),
  tool_calls: compareToolCalls,
  finish_reason: compareFinish,
  usage: compareUsage,
  error: compareError,
}

/** Differences between what we read and what two independent readers read, in the fields they vouch for. */
export const compareExpected = (actual: ActualReply, expected: Expectation): Difference[] =>
  expected.assert.flatMap((field) => comparisons[field](actual, expected))

const differ = (field: Difference['field'], expected: unknown, actual: unknown): readonly Difference[] =>
  isDeepStrictEqual(expected, actual) ? [] : [{ field, expected, actual }]

/** In order. Arguments are compared as values where they are JSON; an id only where the provider gave one. */
function compareToolCalls(actual: ActualReply, expected: Expectation): readonly Difference[] {
  const shown = (id: string | undefined, name: string, text: string) => ({
    id,
    name,
    arguments: jsonOrText(text),
  })
  const want = expected.tool_calls.map((call) => shown(call.id || undefined, call.name ?? '', call.arguments))
  const got = actual.toolCalls.map((call, at) => shown(want[at]?.id && call.id, call.name, call.arguments))
  return differ('tool_calls', want, got)
}

/** The value of a JSON text, or the text when it is none. */
function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function compareFinish(actual: ActualReply, expected: Expectation): readonly Difference[] {
  const { finish_reason: reason, finish_unified: unified } = expected
  const raw = actual.finishReason?.raw ?? ''
  // null and "" both say nothing; what an SDK makes of nothing is its own affair.
  if (reason === null || reason === '') return raw === '' ? [] : differ('finish_reason', reason, raw)
  return [
    ...differ('finish_reason', String(reason), raw),
    ...(unified !== undefined && isVouchedFor(expected)
      ? differ('finish_unified', unified, actual.finishReason?.unified)
      : []),
  ]
}

/** The unified word is the second reader's, and follows from the tool calls it saw: both must have been good. */
const isVouchedFor = ({ confidence, assert, finish_unified }: Expectation): boolean =>
  confidence !== 'official-only' && (finish_unified !== 'tool-calls' || assert.includes('tool_calls'))

const usageFields = [
  ['input_tokens', 'inputTokens'],
  ['output_tokens', 'outputTokens'],
  ['reasoning_tokens', 'reasoningTokens'],
  ['cached_input_tokens', 'cachedInputTokens'],
] as const

/** Counts that the expectation names; where it has none at all, ours must have none either. */
function compareUsage(actual: ActualReply, expected: Expectation): readonly Difference[] {
  const want = Object.entries(expected.usage ?? {})
  const compared = usageFields.filter(
    ([theirs]) =>
      want.length === 0 || (expected.usage?.[theirs] !== undefined && !isMadeUp(theirs, expected)),
  )
  return differ(
    'usage',
    Object.fromEntries(compared.map(([theirs]) => [theirs, expected.usage?.[theirs]])),
    Object.fromEntries(compared.map(([theirs, ours]) => [theirs, actual.usage?.[ours]])),
  )
}

/** Gemini's readers add absent counts up to 0 output tokens; to us absent is absent. */
const isMadeUp = (field: string, { usage, usage_raw: raw }: Expectation): boolean =>
  field === 'output_tokens' &&
  usage?.['output_tokens'] === 0 &&
  raw?.['promptTokenCount'] !== undefined &&
  raw['candidatesTokenCount'] === undefined

function compareError(actual: ActualReply, expected: Expectation): readonly Difference[] {
  const { error: want } = expected
  const got = actual.error
  if (want === null) return differ('error', undefined, got)
  // The readers' own complaint about a frame that is not JSON is not a word of the relay's.
  const isOurs = want.name === 'SyntaxError'
  if (got === undefined) return isOurs && actual.malformed !== undefined ? [] : differ('error', want, got)
  const fits =
    isOurs ||
    (fitsWord(want.type ?? (Number.isNaN(Number(want.status)) ? want.status : null), got.type) &&
      fitsWord(want.code, got.code) &&
      fitsMessage(want, got.message))
  return fits ? [] : [{ field: 'error', expected: want, actual: got }]
}

const fitsWord = (want: string | number | null | undefined, got: string | undefined): boolean =>
  want === null || want === undefined || String(want) === got

/** Messages of the official SDKs were recorded up to this many characters. */
const recordedCharacters = 600

function fitsMessage(
  { message, message_contains: part }: NonNullable<Expectation['error']>,
  got: string,
): boolean {
  if (part !== undefined) return got.includes(part)
  // What we quote of a page or of an empty body is our choice, not the relay's.
  if (message === undefined || /status code \(no body\)$|<html|<!doctype/i.test(message)) return true
  if (message.length === recordedCharacters) return letters(message).includes(letters(got).slice(0, 80))
  return readingsOf(message).some((reading) => reading.trim() === got.trim())
}

/** What is left when text has been wrapped in JSON strings, however often. */
const letters = (text: string): string => text.replaceAll(/[\s\\"]/g, '')

/**
 * SDKs wrap what a server said: `401 {"error":{"message":…}}`, even JSON inside a message. All layers of it,
 * outermost first.
 */
function readingsOf(message: string): string[] {
  const bare = message.replace(/^\d{3} /, '')
  const value = jsonOrText(bare)
  const inner = typeof value === 'string' && value !== bare ? value : messageIn(value)
  return inner === undefined ? [message, bare] : [message, bare, ...readingsOf(inner)]
}

function messageIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found: unknown = Reflect.get(value, 'message') ?? Reflect.get(value, 'error')
  return typeof found === 'string' ? found : messageIn(found)
}
