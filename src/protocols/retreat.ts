import type { Ask } from '../core/ask.ts'
import type { JsonObject } from '../core/json.ts'
import type { Adjustment, OptionalField, Protocol } from './protocol.ts'

/** A refusal that names no field but complains about parameters. */
const vague =
  /unsupported|unrecognized|unknown|not support|invalid.*(param|argument|field)|extra (inputs|fields)|不支持|参数/i

/**
 * Which field to leave out after a refusal: the one it names, else the first one sent, if it complains about
 * parameters at all.
 * @param optional in the order in which a vague refusal is answered
 */
export function fieldToDrop(
  message: string,
  sent: JsonObject,
  optional: readonly OptionalField[],
): Adjustment | undefined {
  const present = optional.filter(({ name }) => name in sent)
  const named = present.find(({ name, alias }) => isNamedIn(message, name) || alias?.test(message))
  const drop = named ?? (vague.test(message) ? present[0] : undefined)
  return drop && `without:${drop.name}`
}

/** As a word of its own: `n` is a field too. */
const isNamedIn = (message: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(message)

/** The fields of a request without those that were given up. */
export const withoutDropped = (fields: JsonObject, adjustments: ReadonlySet<Adjustment>): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !adjustments.has(`without:${name}`)))

/** What an ask wants and its request does not say: there is no field for it, or the field was refused. */
export const unsaidIn = (
  ask: Ask,
  { lacks = [], optional }: Protocol,
  adjustments: ReadonlySet<Adjustment>,
): readonly (keyof Ask)[] =>
  [
    ...lacks,
    ...optional.flatMap(({ name, carries = [] }) => (adjustments.has(`without:${name}`) ? carries : [])),
  ].filter((wish) => ask[wish] !== undefined)
