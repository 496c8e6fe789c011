import { anytimePValue } from './any-time.ts'
import { atLeast, atMost } from './binomial-tail.ts'

/** Of `n` probes `past` were bad; `allowed` is the share of bad ones that a limit allows, 0…1. */
export interface BadShare {
  readonly past: number
  readonly n: number
  readonly allowed: number
  /** Whether n hung on what was seen. */
  readonly anytime: boolean
}

/**
 * One-sided p-value of "at most the allowed share is bad": exact binomial tail, or where n hung on what was seen one that
 * holds at any stopping time. With no bad probe allowed, one is proof.
 */
export function pValueOfKept({ past, n, allowed, anytime }: BadShare): number {
  if (n === 0 || past === 0 || allowed >= 1) return 1
  if (allowed <= 0) return 0
  if (!anytime) return atLeast(past, n, allowed)
  return past > allowed * n ? anytimePValue(past, n, allowed) : 1
}

/** One-sided p-value of "at least the allowed share is bad": small where the limit has room to spare. */
export function pValueOfBroken({ past, n, allowed, anytime }: BadShare): number {
  if (n === 0 || allowed <= 0) return 1
  if (allowed >= 1) return 0
  if (!anytime) return atMost(past, n, allowed)
  return past < allowed * n ? anytimePValue(past, n, allowed) : 1
}
