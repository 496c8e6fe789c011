import type { Profile, ProfileRelay } from '../schema/profile.ts'

type ProfileModel = Profile['models'][number]

/** The logical name of a model. */
export const nameOf = (model: ProfileModel): string => (typeof model === 'string' ? model : model.name)

/** The name that the profile declares for a model at a relay; undefined when it declares none. */
export function declaredModelId(profile: Profile, relay: ProfileRelay, model: string): string | undefined {
  const entry = profile.models.find((candidate) => nameOf(candidate) === model)
  const own = relay.models?.[model]
  if (own !== undefined || entry === undefined || typeof entry === 'string') return own
  return entry.ids?.[relay.name] ?? entry.id
}
