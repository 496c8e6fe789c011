import { type LoadOptions, loadProfile } from '../profile/load.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { protocolChoices } from '../protocols/index.ts'
import { checkSim } from '../sim/index.ts'

/**
 * Reads a profile and checks all of it, protocols and simulated relays included.
 * @throws ProfileError with all problems of the profile; UserError when a file cannot be read.
 */
export const loadCheckedProfile = (
  path: string,
  options: Pick<LoadOptions, 'env'> = {},
): Promise<LoadedProfile> =>
  loadProfile(path, {
    ...options,
    checks: { protocols: protocolChoices, simulate: checkSim },
  })
