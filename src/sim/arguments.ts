import { z } from 'zod'
import { prose } from './prose.ts'
import type { Random } from './random.ts'

/** Gemini writes sizes as strings. */
const size = z.coerce.number().min(0).optional().catch(undefined)
const bound = z.number().optional().catch(undefined)

/** The part of JSON schema that people declare tools with; anything else is passed over. */
const schemaSchema = z
  .object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    anyOf: z.array(z.unknown()).optional(),
    oneOf: z.array(z.unknown()).optional(),
    properties: z.record(z.string(), z.unknown()).optional(),
    required: z.array(z.string()).optional(),
    items: z.unknown().optional(),
    format: z.string().optional(),
    minItems: size,
    maxItems: size,
    minLength: size,
    maxLength: size,
    minimum: bound,
    maximum: bound,
    exclusiveMinimum: bound,
    exclusiveMaximum: bound,
  })
  .catch({})

type Schema = z.output<typeof schemaSchema>
type Make = (schema: Schema, random: Random, depth: number) => unknown

/** A schema nested deeper than this gets null: no tool is, and a stack has an end. */
const deepest = 32
/** A schema that wants more items or characters than this gets so many. */
const most = 1_000

/** Arguments that satisfy a tool's schema: an object, whatever the schema says. */
export function argumentsFor(schema: unknown, random: Random): unknown {
  const value = valueFor(schema ?? {}, random, 0)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

function valueFor(foreign: unknown, random: Random, depth: number): unknown {
  if (depth > deepest) return null
  const schema = schemaSchema.parse(foreign)
  if (schema.const !== undefined) return schema.const
  if (schema.enum && schema.enum.length > 0) return schema.enum[random.below(schema.enum.length)]
  const [alternative] = schema.anyOf ?? schema.oneOf ?? []
  if (alternative !== undefined) return valueFor(alternative, random, depth + 1)
  return (makers.get(typeOf(schema)) ?? makeString)(schema, random, depth)
}

/** Gemini writes types in capitals; of several, null is the least telling. */
function typeOf({ type, properties, items }: Schema): string {
  const named = [type ?? []].flat()
  const chosen = named.find((each) => each.toLowerCase() !== 'null') ?? named[0]
  if (chosen !== undefined) return chosen.toLowerCase()
  if (properties) return 'object'
  return items === undefined ? 'string' : 'array'
}

const formats: ReadonlyMap<string, (random: Random) => string> = new Map([
  ['date', (random) => `2026-03-${10 + random.below(20)}`],
  ['date-time', (random) => `2026-03-${10 + random.below(20)}T08:30:00Z`],
  ['time', (random) => `08:${10 + random.below(50)}:00Z`],
  ['email', (random) => `user${random.below(1_000)}@example.com`],
  ['uri', (random) => `https://example.com/${random.hex(6)}`],
  [
    'uuid',
    (random) => `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`,
  ],
])

/** Length is in characters, not UTF-16 units, as JSON schema has it. */
function makeString({ format, minLength = 0, maxLength = most }: Schema, random: Random): string {
  const formatted = format === undefined ? undefined : formats.get(format)?.(random)
  if (formatted !== undefined) return formatted
  const words = prose(random)
  let text = ''
  for (let left = 2 + random.below(14); left > 0; left--) text += words.next().value
  const missing = Math.min(minLength, most) - Array.from(text).length
  return Array.from(text.padEnd(text.length + missing, 'x'))
    .slice(0, maxLength)
    .join('')
}

/** Strictly between its bounds where they leave room, so that it does not matter which of them are exclusive. */
function makeNumber(schema: Schema, random: Random): number {
  const low = schema.minimum ?? schema.exclusiveMinimum ?? Math.min(0, (upperBound(schema) ?? 0) - 1)
  const high = upperBound(schema) ?? low + 100
  return low + ((high - low) * (1 + random.below(98))) / 100
}

const upperBound = ({ maximum, exclusiveMaximum }: Schema) => maximum ?? exclusiveMaximum

function makeInteger(schema: Schema, random: Random): number {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema
  const above = exclusiveMinimum === undefined ? undefined : Math.floor(exclusiveMinimum) + 1
  const below = exclusiveMaximum === undefined ? undefined : Math.ceil(exclusiveMaximum) - 1
  const most = maximum ?? below
  const low = Math.ceil(minimum ?? above ?? Math.min(1, most ?? 1))
  const high = Math.floor(most ?? low + 99)
  return low + random.below(Math.min(Math.max(high - low, 0), 1_000) + 1)
}

const makeArray: Make = ({ items, minItems = 1, maxItems = minItems + 2 }, random, depth) => {
  const low = Math.min(minItems, maxItems, most)
  const count = low + random.below(Math.min(Math.max(maxItems - low, 0), 2) + 1)
  return Array.from({ length: count }, () => valueFor(items, random, depth + 1))
}

/** Every property, those not required too: a strict schema wants all. */
const makeObject: Make = ({ properties = {}, required = [] }, random, depth) => {
  const names = new Set([...Object.keys(properties), ...required])
  return Object.fromEntries([...names].map((name) => [name, valueFor(properties[name], random, depth + 1)]))
}

const makers: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['string', makeString],
  ['number', makeNumber],
  ['integer', makeInteger],
  ['boolean', (_schema, random) => random.below(2) === 1],
  ['null', () => null],
  ['array', makeArray],
  ['object', makeObject],
])
