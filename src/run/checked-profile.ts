import { type LoadOptions, loadProfile } from '../profile/load.ts'
import type { OutsideChecks } from '../profile/outside-checks.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { protocolChoices } from '../protocols/index.ts'

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
    checks: checksFor,
  })

/** The simulated relay is loaded only where the text may name one; a backslash may hide the word. */
async function checksFor(source: string): Promise<OutsideChecks> {
  if (!/simulate|\\/.test(source)) return { protocols: protocolChoices }
  const { checkSim } = await import('../sim/index.ts')
  return { protocols: protocolChoices, simulate: checkSim }
}
