import type { Policy } from '../core/policy.ts'
import type { Text } from '../core/text.ts'

/** A relay as programs are to use it. Its key is named, never written. */
export interface ExportRelay {
  readonly name: string
  readonly url: string
  readonly protocol: string
  /** Variable of the environment that holds the key. */
  readonly variable: string
  /** What is sent for each model that is wanted of it. */
  readonly models: readonly { readonly name: string; readonly id: string }[]
}

export interface Deployment {
  /** The first is asked first; the others take over in their order. */
  readonly relays: readonly [ExportRelay, ...ExportRelay[]]
  readonly policy: Policy
  /** What the time limits are from, in one language: a comment. */
  readonly basis: string
}

/** One form in which a deployment is written down. Pure. */
export interface Exporter {
  readonly id: string
  readonly about: Text
  /** Protocols that the consumer can speak; empty: any. */
  readonly protocols: readonly string[]
  readonly write: (deployment: Deployment) => string
}

export const seconds = (ms: number): number => ms / 1000

/** Text within a comment: one line. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ')
