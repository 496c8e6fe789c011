import { instantOf, type Ms } from '../core/clock.ts'
import { UserError } from '../core/text.ts'
import { loadWords } from '../words/load.ts'

/** The largest public traces of arrivals have some tens of MB, with hashes of every prompt. */
export const maxTraceBytes = 64 * 1024 * 1024

/** A column or key that holds the time, such as `timestamp`, `TIMESTAMP`, `arrival_time_ms` or `arrived_at`. */
const timeName = /^(timestamp|arrival|arrival_?time|arrived_?at|time)(_?(ms|s|sec|seconds))?$/i

type Unit = 's' | 'ms'

/** Numbers below it are exact to the ms in either unit, those of ms since 1970 among them. */
const largest = Number.MAX_SAFE_INTEGER / 1000

/** A time as it stands in the file: a number of some unit, or a date in ms. */
type Written =
  | { readonly type: 'number'; readonly value: number; readonly decimals: boolean }
  | { readonly type: 'date'; readonly value: Ms }

/**
 * Times of arrival of a recorded trace in ms since the first of them, ascending: a number or a date a line, CSV with a
 * column for it (as the Azure LLM inference traces), or NDJSON with a key (as the Mooncake traces, in ms).
 * @param unit of numbers; else the name of the column tells, else numbers with decimals are seconds
 * @throws UserError with the line that has no time
 */
export function parseTrace(text: string, file: string, unit?: Unit): readonly Ms[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '' && !line.startsWith('#'))
  const [head] = lines
  if (!head) throw new UserError(loadWords.traceEmpty(file), loadWords.traceHint)
  const column = headerOf(head.line)
  const names = new Set<string>(column ? [column.name] : [])
  const times = (column ? lines.slice(1) : lines).map(({ line, number }) => {
    const time = line.trimStart().startsWith('{')
      ? timeIn(line, names)
      : written(fieldOf(line, column?.index))
    if (!time) throw new UserError(loadWords.traceLine(file, String(number)), loadWords.traceHint)
    return time
  })
  if (times.length === 0) throw new UserError(loadWords.traceEmpty(file), loadWords.traceHint)
  return sinceFirst(times, unit ?? unitOf(times, [...names]))
}

function sinceFirst(times: readonly Written[], unit: Unit): readonly Ms[] {
  const factor = unit === 's' ? 1000 : 1
  const ms = times
    .map((time) => (time.type === 'date' ? time.value : time.value * factor))
    .sort((a, b) => a - b)
  const [first = 0] = ms
  return ms.map((at) => at - first)
}

function unitOf(times: readonly Written[], names: readonly string[]): Unit {
  if (names.some((name) => /ms$/i.test(name))) return 'ms'
  if (names.some((name) => /_s$|sec(onds)?$/i.test(name))) return 's'
  return times.some((time) => time.type === 'number' && time.decimals) ? 's' : 'ms'
}

interface Column {
  readonly name: string
  readonly index: number
}

/** The time's column, where the first line names columns. */
function headerOf(line: string): Column | undefined {
  const names = line.split(',').map(unquoted)
  const index = names.findIndex((name) => timeName.test(name))
  const name = names[index]
  return name === undefined ? undefined : { name, index }
}

/** Times need no quotes, and the columns before them in known traces hold no commas. */
const fieldOf = (line: string, index = 0): string => unquoted(line.split(',')[index] ?? '')

const unquoted = (field: string): string => field.trim().replace(/^"(.*)"$/, '$1')

function timeIn(line: string, names: Set<string>): Written | undefined {
  const entry = parsed(line)
  for (const [name, value] of Object.entries(entry)) {
    if (!timeName.test(name)) continue
    names.add(name)
    return typeof value === 'number' || typeof value === 'string' ? written(String(value)) : undefined
  }
  return undefined
}

function parsed(line: string): object {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

function written(text: string): Written | undefined {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text))
    return Math.abs(Number(text)) < largest
      ? { type: 'number', value: Number(text), decimals: /\./.test(text) }
      : undefined
  const value = instantOf(text)
  return value === undefined ? undefined : { type: 'date', value }
}
