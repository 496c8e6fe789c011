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
/** Of a key that a cut left at the end of a text, this much is looked at character by character. */
const longestCutRead = 64

/**
 * Builds the filter that everything said by a relay passes before it is kept: relays do echo keys in error messages.
 * Covers a key as it is, as URLs, JSON and HTML escape it, in base64 with or without other text around it, and the
 * beginning of a key where a text was cut.
 */
export function redactor(secrets: Iterable<Secret>): Redact {
  const keys = [...secrets].map((secret) => secret.reveal()).filter((key) => key.length >= shortestRedactable)
  if (keys.length === 0) return (text) => text
  const needles = [...new Set(keys.flatMap((key) => [key, ...base64Of(key)]))]
  const longestFirst = needles.sort((a, b) => b.length - a.length).map((needle) => [...needle].map(written))
  const patterns = [...longestFirst.map((chars) => chars.join('')), ...longestFirst.map(cutOff)]
  const any = new RegExp(patterns.join('|'), 'g')
  return (text) => text.replace(any, '[secret]')
}

/** One character as a pattern: as it stands, or as URLs (RFC 3986), JSON and HTML write it. */
function written(char: string): string {
  if (/^\w$/.test(char)) return char
  const hex = (code: number, digits: number): string =>
    code
      .toString(16)
      .padStart(digits, '0')
      .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
  const code = char.codePointAt(0) ?? 0
  const forms = [
    `\\\\?${literal(char)}`,
    literal(JSON.stringify(char).slice(1, -1)),
    [...Buffer.from(char)].map((byte) => `%${hex(byte, 2)}`).join(''),
    char
      .split('')
      .map((unit) => `\\\\u${hex(unit.charCodeAt(0), 4)}`)
      .join(''),
    `&#(?:${code}|[xX]0*${hex(code, 1)});`,
    ...(htmlNames[char] ?? []),
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

/** Matches a text's end that is the beginning of a key, long enough to tell it by. */
function cutOff(chars: readonly string[]): string {
  const rest = chars.slice(shortestRedactable, longestCutRead)
  const more = chars.length > longestCutRead ? '\\S*' : ''
  return `${chars.slice(0, shortestRedactable).join('')}${rest.reduceRight((tail, char) => `(?:${char}${tail})?`, more)}$`
}

/** The characters of base64 (RFC 4648, both alphabets) that a key decides alone, whatever bytes stand before it. */
function base64Of(key: string): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(key)])
    const decided = [Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6)] as const
    return [bytes.toString('base64').slice(...decided), bytes.toString('base64url').slice(...decided)]
  })
}
