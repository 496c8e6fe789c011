import type { Profile } from '../schema/profile.ts'

/** Families that reason by default: a low-effort hint keeps probes short and cheap, and is dropped when refused. */
const reasoningFamilies =
  /(^|\/)(o[1-9]|gpt-[5-9]|gemini-[3-9]|grok-[4-9]|glm-[5-9]|qwen[3-9]|kimi-k[3-9]|deepseek)/i

/** Optional fields of a request: none that the profile does not ask for, but the effort hint for reasoning families. */
export interface Sampling {
  readonly reasoningEffort?: string
  readonly temperature?: number
  readonly topP?: number
}

export function samplingFor(profile: Profile, modelId: string): Sampling {
  const { reasoning_effort: stated, temperature, top_p: topP } = profile.workload ?? {}
  const effort = stated ?? (reasoningFamilies.test(modelId) ? 'low' : 'default')
  return {
    ...(effort !== 'default' && { reasoningEffort: effort }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
  }
}
