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
 * Covers a key as it is, URL-encoded, JSON-escaped and in base64.
 */
export function redactor(secrets: Iterable<Secret>): Redact {
  const needles = new Set<string>()
  for (const secret of secrets) {
    const key = secret.reveal()
    if (key.length < shortestRedactable) continue
    needles.add(key)
    // Through bytes and back, since encodeURIComponent throws on half a surrogate pair.
    needles.add(encodeURIComponent(Buffer.from(key).toString()))
    needles.add(JSON.stringify(key).slice(1, -1))
    needles.add(Buffer.from(key).toString('base64'))
  }
  const longestFirst = [...needles].sort((a, b) => b.length - a.length)
  return (text) => longestFirst.reduce((clean, needle) => clean.replaceAll(needle, '[secret]'), text)
}
