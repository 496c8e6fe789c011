import { groupBy } from './group.ts'

/**
 * A key that cannot be printed, logged, cloned or stored: every way to turn it into text gives "[secret]".
 * Only the code that writes a request calls `reveal`.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]'
  }
}

/** Removes every known key from a text that came from outside. */
export type Redact = (text: string) => string

/** Below this length a "key" is a word of ordinary text, and removing it would mangle what a relay said. */
const shortestRedactable = 6

/**
 * Builds the filter that everything said by a relay passes before it is kept: relays do echo keys in error messages.
 * Covers a key as it is, as URLs, JSON and HTML escape it, in base64 with or without other text around it, and the
 * beginning of a key where a text was cut.
 */
export function redactor(secrets: Iterable<Secret>): Redact {
  const keys = [...secrets].map((secret) => secret.reveal()).filter((key) => key.length >= shortestRedactable)
  const needles = [...new Set(keys.flatMap((key) => [key, ...base64Of(key)]))]
    .sort((a, b) => b.length - a.length)
    .map((text) => ({ anchor: longestPlainRun(text), pattern: anyWriting(text) }))
  const beginnings = new Beginnings(keys.flatMap((key) => [key, inUrl(key), inJson(key), ...base64Of(key)]))
  return (text) => {
    let clean = text
    for (const { anchor, pattern } of needles)
      if (clean.includes(anchor)) clean = clean.replace(pattern, '[secret]')
    return beginnings.cutFrom(clean)
  }
}

/** What is written alike everywhere; looking for it first spares most texts the slow pattern. */
const longestPlainRun = (key: string): string =>
  key.split(/[^A-Za-z0-9]+/).reduce((longest, run) => (run.length > longest.length ? run : longest), '')

const anyWriting = (text: string): RegExp => new RegExp([...text].map(written).join(''), 'g')

/** One character as a pattern: as it stands, or as URLs (RFC 3986), JSON and HTML write it. */
function written(char: string): string {
  if (/^\w$/.test(char)) return char
  const hex = (code: number, digits: number): string =>
    code
      .toString(16)
      .padStart(digits, '0')
      .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
  const code = char.codePointAt(0) ?? 0
  // The character itself comes last: "%" also begins what a URL makes of it.
  const forms = [
    [...Buffer.from(char)].map((byte) => `%${hex(byte, 2)}`).join(''),
    char
      .split('')
      .map((unit) => `\\\\u${hex(unit.charCodeAt(0), 4)}`)
      .join(''),
    `&#(?:${code}|[xX]0*${hex(code, 1)});`,
    ...(htmlNames[char] ?? []),
    literal(inJson(char)),
    `\\\\?${literal(char)}`,
  ]
  return `(?:${forms.join('|')})`
}

const htmlNames: Readonly<Record<string, readonly string[]>> = {
  '&': ['&amp;'],
  '<': ['&lt;'],
  '>': ['&gt;'],
  '"': ['&quot;'],
  "'": ['&apos;'],
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

// Through bytes and back, since encodeURIComponent throws on half a surrogate pair.
const inUrl = (text: string): string => encodeURIComponent(Buffer.from(text).toString())

/** The characters of base64 (RFC 4648, both alphabets) that a key decides alone, whatever bytes stand before it. */
function base64Of(key: string): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(key)])
    const decided = [Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6)] as const
    return [bytes.toString('base64').slice(...decided), bytes.toString('base64url').slice(...decided)]
  })
}

/** Beginnings of keys at the end of a text, which a cut in the middle of a key leaves there. */
class Beginnings {
  readonly #byHead: ReadonlyMap<string, readonly string[]>
  readonly #longest: number
  /** The first two characters of every key: nearly no text has them where one could begin. */
  readonly #starts: ReadonlySet<number>

  constructor(keys: readonly string[]) {
    this.#byHead = groupBy(new Set(keys), (key) => key.slice(0, shortestRedactable))
    this.#starts = new Set(keys.map((key) => pairAt(key, 0)))
    this.#longest = Math.max(0, ...keys.map(({ length }) => length))
  }

  /** @returns the text without the beginning of a key at its end, if one is there that is long enough to tell. */
  cutFrom(text: string): string {
    for (let at = Math.max(0, text.length - this.#longest); at <= text.length - shortestRedactable; at++) {
      if (!this.#starts.has(pairAt(text, at))) continue
      const alike = this.#byHead.get(text.slice(at, at + shortestRedactable))
      if (alike?.some((key) => key.startsWith(text.slice(at)))) return `${text.slice(0, at)}[secret]`
    }
    return text
  }
}

const pairAt = (text: string, at: number): number => text.charCodeAt(at) * 65_536 + text.charCodeAt(at + 1)
