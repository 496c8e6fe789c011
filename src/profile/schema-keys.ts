import { z } from 'zod'
import { profileSchema } from '../schema/profile.ts'

/** Keys that the profile schema has at a place: of every mapping that may stand there. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  const places = path.reduce<unknown[]>(
    (schemas, step) => schemas.flatMap((schema) => stepInto(schema, step)),
    [profileSchema],
  )
  return places.flatMap(objectsOf).flatMap((object) => Object.keys(object.shape))
}

/** Where else in a profile a key belongs, such as `load.requests`; the shallowest place. */
export function placeOf(key: string): string | undefined {
  let level: { readonly schema: unknown; readonly at: string }[] = [{ schema: profileSchema, at: '' }]
  while (level.length > 0) {
    const objects = level.flatMap(({ schema, at }) => objectsOf(schema).map((object) => ({ object, at })))
    const home = objects.find(({ object }) => Object.hasOwn(object.shape, key))
    if (home) return home.at === '' ? key : `${home.at}.${key}`
    level = objects.flatMap(({ object, at }) =>
      Object.entries(object.shape).map(([name, schema]) =>
        childOf(schema, at === '' ? name : `${at}.${name}`),
      ),
    )
  }
  return undefined
}

function childOf(schema: unknown, at: string): { readonly schema: unknown; readonly at: string } {
  const bare = unwrap(schema)
  return bare instanceof z.ZodArray ? { schema: bare.element, at: `${at}[]` } : { schema: bare, at }
}

const unwrap = (schema: unknown): unknown =>
  schema instanceof z.ZodOptional ? unwrap(schema.unwrap()) : schema

function objectsOf(schema: unknown): z.ZodObject[] {
  const bare = unwrap(schema)
  if (bare instanceof z.ZodUnion) return bare.options.flatMap(objectsOf)
  return bare instanceof z.ZodObject ? [bare] : []
}

function stepInto(schema: unknown, step: PropertyKey): unknown[] {
  const bare = unwrap(schema)
  if (bare instanceof z.ZodUnion) return bare.options.flatMap((option) => stepInto(option, step))
  if (bare instanceof z.ZodArray) return [bare.element]
  if (bare instanceof z.ZodRecord) return [bare.valueType]
  if (!(bare instanceof z.ZodObject) || !Object.hasOwn(bare.shape, step)) return []
  return [bare.shape[String(step)]]
}
