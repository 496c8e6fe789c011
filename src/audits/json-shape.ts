/** As much of JSON schema as audits ask with. */
export type JsonShape =
  | { readonly type: 'string'; readonly enum?: readonly string[] }
  | { readonly type: 'integer' }
  | { readonly type: 'array'; readonly items: JsonShape }
  | {
      readonly type: 'object'
      readonly properties: Readonly<Record<string, JsonShape>>
      readonly required: readonly string[]
      readonly additionalProperties: false
    }

/** An object of exactly these properties, all of them required, as strict modes want it. */
export const objectOf = (properties: Readonly<Record<string, JsonShape>>): JsonShape => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})

/** Whether a value is of a shape. */
export function hasShape(value: unknown, shape: JsonShape): boolean {
  switch (shape.type) {
    case 'string':
      return typeof value === 'string' && (shape.enum?.includes(value) ?? true)
    case 'integer':
      return Number.isInteger(value)
    case 'array':
      return Array.isArray(value) && value.every((item) => hasShape(item, shape.items))
    case 'object': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
      const given = new Map<string, unknown>(Object.entries(value))
      return (
        shape.required.every((name) => given.has(name)) &&
        [...given].every(([name, each]) => {
          const wanted = Object.hasOwn(shape.properties, name) ? shape.properties[name] : undefined
          return wanted !== undefined && hasShape(each, wanted)
        })
      )
    }
  }
}

/** The value of a JSON text; undefined where it is none. Fences around it are passed over. */
export function parsed(text: string): unknown {
  const bare = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text
  try {
    return JSON.parse(bare)
  } catch {
    return undefined
  }
}
