import type { Ms } from '../core/clock.ts'
import type { Observation } from '../core/observation.ts'
import { outputTokens } from './tokens.ts'

/** Tokens that came at one moment. */
export interface TokenTime {
  readonly atMs: Ms
  readonly tokens: number
}

/**
 * Tells when the tokens of an answer came, on the session's clock: each read that carried tokens is credited with its
 * share of the characters × N, an answer in one piece with N at its end.
 * @returns false when the relay reported no usage: nothing was told.
 */
export function eachTokenTime(observation: Observation, visit: (atMs: Ms, tokens: number) => void): boolean {
  const tokens = outputTokens(observation)
  if (tokens === undefined) return false
  const { timeline, stream } = observation
  const chars = stream.tokenReadChars.reduce((sum, each) => sum + each, 0)
  if (timeline.sent === undefined || chars === 0) {
    visit(timeline.lastToken ?? timeline.end, tokens)
    return true
  }
  let us = timeline.sent * 1000
  for (const [i, gap] of stream.tokenReadsUs.entries()) {
    us += gap
    visit(us / 1000, ((stream.tokenReadChars[i] ?? 0) / chars) * tokens)
  }
  return true
}

/** The same as a list; undefined without usage. */
export function tokenTimes(observation: Observation): readonly TokenTime[] | undefined {
  const times: TokenTime[] = []
  return eachTokenTime(observation, (atMs, tokens) => times.push({ atMs, tokens })) ? times : undefined
}
