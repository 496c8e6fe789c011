import type { Text } from '../core/text.ts'

/** Checks that the caller can make and this folder, which knows neither protocols nor simulations, cannot. */
export interface OutsideChecks {
  /** Ids of the protocols there are. */
  readonly protocols?: readonly string[]
  /** What is wrong with a `simulate` value. */
  readonly simulate?: (
    value: unknown,
  ) => readonly { readonly path: readonly (string | number)[]; readonly message: string | Text }[]
}
