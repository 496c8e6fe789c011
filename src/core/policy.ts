import type { Ms } from './clock.ts'

/** How a program goes about relays that fail: time limits, what is tried again, when another relay takes over. */
export interface Policy {
  /** Of each relay, the first one included. */
  readonly attempts: number
  /** HTTP statuses that are worth another attempt; failures below HTTP always are. */
  readonly retryStatuses: readonly number[]
  /** Before the second attempt, then twice as long each time, never longer than `mostMs`. */
  readonly backoff: { readonly firstMs: Ms; readonly mostMs: Ms }
  readonly connectMs: Ms
  /** From sending to the first token. */
  readonly firstTokenMs: Ms
  /** Longest silence in the middle of an answer. */
  readonly idleMs: Ms
  readonly totalMs: Ms
  /** After so many failed attempts in a row a relay is left alone for so long. */
  readonly trip: { readonly failures: number; readonly cooldownMs: Ms }
  /** After so long without a first token the next relay is asked too, and the first to begin wins; absent: never. */
  readonly hedgeMs?: Ms
}

/**
 * What is usually advised: three attempts, 1 to 10 s between them. Limits of their own for the first token and for silence:
 * one flat limit for the whole answer would cut long answers off that are still coming.
 */
export const usualPolicy: Policy = {
  attempts: 3,
  retryStatuses: [408, 429, 500, 502, 503, 504, 529],
  backoff: { firstMs: 1_000, mostMs: 10_000 },
  connectMs: 10_000,
  firstTokenMs: 60_000,
  idleMs: 60_000,
  totalMs: 600_000,
  trip: { failures: 3, cooldownMs: 60_000 },
}

/** Before the attempt that follows the n-th one, n from 1 on. */
export const backoffMs = ({ backoff }: Policy, n: number): Ms =>
  Math.min(backoff.mostMs, backoff.firstMs * 2 ** (n - 1))
