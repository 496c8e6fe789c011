/** Narrowing of foreign JSON. Everything a relay sends is `unknown` until it has passed one of these. */

export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {})

export const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A string with something in it. */
export const asText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** A count that can be believed as one: finite and not negative. */
export const asCount = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined

/** A word or a number, as text. Some gateways send codes either way. */
export const asCode = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : asText(value)

/** Deeper than any answer, and far from where a walk through a value runs out of stack (some 3,000). */
const mostNesting = 500

/**
 * Parses JSON. @returns undefined (which is no JSON value) when it is none, or so deeply nested that whoever reads or
 * prints it would fall over.
 */
export function parseJson(text: string): unknown {
  if (isDeep(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isDeep(text: string): boolean {
  if (text.length <= 2 * mostNesting) return false
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length && depth <= mostNesting; at++) {
    const character = text[at]
    if (inString && character === '\\') at++
    else if (character === '"') inString = !inString
    else if (inString) continue
    else if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') depth--
  }
  return depth > mostNesting
}

/** Drops the keys whose value is undefined, for `exactOptionalPropertyTypes`. */
export function present<T extends object>(fields: { [Key in keyof T]: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}
