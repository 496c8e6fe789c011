import type { Observation } from '../core/observation.ts'
import type { ProfileRelay } from '../schema/profile.ts'
import type { Target } from './target.ts'

/** Methods and bodies survive only these (RFC 9110 section 15.4). */
const keepsThePost = new Set([307, 308])
/** A relay that sends us round in circles is told so by its outcome. */
const mostMoves = 3

/** Follows redirects within an origin, where the profile allows it; remembered for the rest of the run. */
export class Redirects {
  readonly #allowed: boolean
  readonly #bases = new Map<string | undefined, URL>()
  #moves = 0

  constructor({ redirects }: Pick<ProfileRelay, 'redirects'>) {
    this.#allowed = redirects === 'same-origin'
  }

  /** The target at the address to which it has moved. */
  follow(target: Target): Target {
    const baseUrl = this.#bases.get(target.line)
    return baseUrl ? { ...target, baseUrl } : target
  }

  /**
   * Learns from an answer to a request for `path` below the base URL.
   * @returns whether another attempt at a new address is worth it.
   */
  learn(target: Target, path: string, { http }: Pick<Observation, 'http'>): boolean {
    const moved = http?.redirectPath
    const asked = path.split('?')[0] ?? ''
    if (!this.#allowed || moved === undefined || !keepsThePost.has(http?.status ?? 0)) return false
    if (!moved.endsWith(asked)) return false
    const baseUrl = new URL(target.baseUrl)
    baseUrl.pathname = moved.slice(0, moved.length - asked.length)
    // Several workers may have been sent on to the same place at once: that is one move.
    if (this.#bases.get(target.line)?.href === baseUrl.href) return baseUrl.href !== target.baseUrl.href
    if (this.#moves >= mostMoves) return false
    this.#moves++
    this.#bases.set(target.line, baseUrl)
    return true
  }
}
