import type { Audit } from './audit.ts'
import { cache } from './cache.ts'
import { completions } from './completions.ts'
import { context } from './context.ts'
import { facts } from './facts.ts'
import { functions } from './function.ts'
import { identity } from './identity.ts'
import { parameters } from './parameters.ts'
import { prompt } from './prompt.ts'
import { stream } from './stream.ts'
import { usage } from './usage.ts'

/** Every audit, in the order in which they are asked and shown. */
export const audits: readonly Audit[] = [
  identity,
  completions,
  usage,
  prompt,
  stream,
  parameters,
  functions,
  cache,
  context,
  facts,
]

/** undefined for one that this version does not have. */
export const auditNamed = (id: string): Audit | undefined => audits.find((audit) => audit.id === id)
