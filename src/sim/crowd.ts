import type { SimConfig } from './config.ts'
import type { Dialect } from './dialects/dialect.ts'
import { jsonReply, type Script } from './script.ts'

/** What else is going on when a request comes. */
export interface Crowd {
  /** Answers under way. */
  readonly underWay: number
  /** When it came, in ms. */
  readonly atMs: number
}

/** Says whether a request is one too many. Only refusals for want of room begin a time of refusing everything. */
export function doorkeeper({ max_concurrency: most, recovers_after: seconds }: SimConfig) {
  let closedUntil = Number.NEGATIVE_INFINITY
  return ({ underWay, atMs }: Crowd): boolean => {
    if (most === undefined) return false
    if (atMs < closedUntil) return true
    if (underWay < most) return false
    closedUntil = atMs + seconds * 1000
    return true
  }
}

export function tooMany({ retry_after: seconds }: SimConfig, dialect: Dialect): Script {
  const reply = jsonReply(
    429,
    dialect.error({
      status: 429,
      message: 'Too many concurrent requests. Please try again later.',
      type: 'requests',
      code: 'rate_limit_exceeded',
    }),
  )
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(seconds) } }
}
