import { argumentsFor } from '../arguments.ts'
import type { Random } from '../random.ts'

/** A value of a schema; texts in quotes in what is wanted are taken over, in order, for its first texts. */
export function valueFor(schema: unknown, wanted: string, random: Random): unknown {
  const quoted = [...wanted.matchAll(/"([^"]+)"/g)].map(([, text = '']) => text)
  const value = argumentsFor(schema, random)
  if (typeof value !== 'object' || value === null) return value
  const types = propertiesOf(schema)
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      typeof each === 'string' && types.get(name) === 'free' && quoted.length > 0 ? quoted.shift() : each,
    ]),
  )
}

/** Which properties may hold any text. */
function propertiesOf(schema: unknown): ReadonlyMap<string, 'free' | 'other'> {
  const properties: unknown = Object(schema)['properties']
  return new Map(
    Object.entries(Object(properties)).map(([name, each]) => {
      const { type, enum: choices } = Object(each)
      return [name, type === 'string' && choices === undefined ? 'free' : 'other']
    }),
  )
}
