import { type LoadedProfile, type ParseOptions, parseProfile } from '../../src/profile/parse.ts'
import { ProfileError } from '../../src/profile/problem.ts'

/** A flow mapping of relay `a`, with further keys. */
export const relay = (more?: string): string =>
  `{ name: a, base_url: "https://a.example/v1"${more ? `, ${more}` : ''} }`

/** A valid profile of four lines; its relay starts at 2:5. */
export const yaml = (first = relay()): string => `relays:\n  - ${first}\nmodels:\n  - m\n`

export const load = (source: string, env: ParseOptions['env'] = {}): LoadedProfile =>
  parseProfile(source, { file: 'profiles/cn.yaml', env })

/** The error that a profile gives; fails the test when it loads, or throws anything else. */
export function failure(
  source: string,
  env: ParseOptions['env'] = {},
  checks: ParseOptions['checks'] = {},
): ProfileError {
  try {
    parseProfile(source, { file: 'cn.yaml', env, checks })
  } catch (error) {
    if (error instanceof ProfileError) return error
    throw error
  }
  throw new Error('the profile loads')
}
