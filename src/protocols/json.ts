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

/** Parses JSON; undefined (which is no JSON value) when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Drops the keys whose value is undefined, for `exactOptionalPropertyTypes`. */
export function present<T extends object>(fields: { [Key in keyof T]: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}
