import { z } from 'zod'
import { profileSchema } from '../schema/profile.ts'

/** The part of JSON Schema (draft 2020-12) that the profile's schema uses. */
export interface JsonSchema {
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly additionalProperties?: boolean | JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly pattern?: string
}

/** The profile's schema as editors read it. `x-` keys may hold anything: they are a place for YAML anchors. */
export function profileJsonSchema(): JsonSchema & Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(profileSchema, { target: 'draft-2020-12', io: 'input' })
  return {
    $schema,
    $id: 'https://relaybench.dev/schema/profile-1.json',
    title: 'relaybench profile',
    ...schema,
    patternProperties: { '^x-': {} },
  } as JsonSchema & Record<string, unknown>
}
