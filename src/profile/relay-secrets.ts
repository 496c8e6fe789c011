import type { Secret } from '../core/secret.ts'

/** What a relay needs and nobody may read. */
export interface RelaySecrets {
  readonly key?: Secret
  /** Name of the environment variable that should hold the key but is unset or empty. */
  readonly missingEnv?: string
  readonly headers: ReadonlyMap<string, Secret>
  /** "direct", or the proxy's URL with any user name and password; absent when the profile states none. */
  readonly proxy?: Secret
}
