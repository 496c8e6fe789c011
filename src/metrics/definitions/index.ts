import { pick } from '../../core/registry.ts'
import { definitionKind } from '../../words/definitions.ts'
import { aiperf } from './aiperf.ts'
import type { Definition } from './definition.ts'
import { guidellm } from './guidellm.ts'
import { llmperf } from './llmperf.ts'
import { vllm } from './vllm.ts'

export type { DefinedMetric, Definition, Gaps } from './definition.ts'

/** Every tool whose figures can be recomputed from our stamps. */
export const definitions: readonly Definition[] = [vllm, aiperf, guidellm, llmperf]

/** @throws UserError when there is no such tool. */
export const definitionOf = (id: string): Definition => pick(definitions, id, definitionKind)
