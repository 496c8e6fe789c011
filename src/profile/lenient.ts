/**
 * Readers for a tree that may not fit the schema: checks beyond the schema look at whatever has the right type,
 * so that all problems of a profile come at once.
 */
import type { Path } from './problem.ts'

export type Mapping = Readonly<Record<string, unknown>>

export const asMapping = (value: unknown): Mapping | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : undefined

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The value of a key that the mapping itself holds. */
export const own = (mapping: Mapping | undefined, key: string): unknown =>
  mapping && Object.hasOwn(mapping, key) ? mapping[key] : undefined

export interface Placed {
  readonly path: Path
  readonly value: Mapping
}

/** The mappings in a list under a key of the root or of a placed mapping, with their paths. */
export function mappingsAt(parent: unknown, key: string, path: Path = []): Placed[] {
  return asList(own(asMapping(parent), key)).flatMap((entry, index) => {
    const value = asMapping(entry)
    return value ? [{ path: [...path, key, index], value }] : []
  })
}

/** Value at a path, or undefined. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined
    return own(asMapping(value), String(step))
  }, root)
}
