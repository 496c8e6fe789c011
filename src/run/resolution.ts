import type { ModelResolution } from '../core/journal.ts'
import { bareName } from '../core/model-name.ts'
import { declaredModelId } from '../plan/model-id.ts'
import type { Profile, ProfileRelay } from '../schema/profile.ts'

/**
 * Which name is sent to a relay for a wanted model. A declared one wins; else the wanted name, if the relay lists it;
 * else the one listed name that is the same but for marks and case. Two candidates are no match: nothing is guessed.
 */
export function resolveModel(
  profile: Profile,
  relay: ProfileRelay,
  model: string,
  listed: readonly string[] | undefined,
): ModelResolution {
  const record = (modelId: string, how: ModelResolution['how']): ModelResolution => ({
    type: 'resolution',
    relay: relay.name,
    model,
    modelId,
    how,
  })
  const declared = declaredModelId(profile, relay, model)
  if (declared !== undefined) return record(declared, 'declared')
  if (listed?.includes(model)) return record(model, 'listed')
  const [match, ...others] = (listed ?? []).filter((id) => bareName(id) === bareName(model))
  return match !== undefined && others.length === 0 ? record(match, 'matched') : record(model, 'assumed')
}
