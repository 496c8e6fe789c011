import { z } from 'zod'

/** Every simple type that a tool is declared with, as zod has it: it judges arguments, and the relay never sees it. */
export const bookingSchema = z.strictObject({
  city: z.string().min(1),
  unit: z.enum(['celsius', 'fahrenheit']),
  days: z.int().min(1).max(14),
  threshold: z.number().min(-40).max(60),
  alerts: z.boolean(),
  place: z.strictObject({ latitude: z.number(), country: z.string() }),
  tags: z.array(z.string()).min(2).max(4),
  note: z.string().max(40).optional(),
})

/** The same as JSON schema, for a request. */
const { $schema: _, ...jsonSchema } = z.toJSONSchema(bookingSchema)
export const bookingJsonSchema: Record<string, unknown> = jsonSchema

/** The error statuses that every SDK has to tell apart, and the fault behind each. */
export const failures = [
  [401, 'error-401'],
  [429, 'error-429'],
  [500, 'error-500'],
  [529, 'error-529'],
] as const

export const settings = { key: 'sk-test', output_tokens: 20, reasoning_tokens: 3 }
export const prompt = 'Describe a harbor in winter.'
