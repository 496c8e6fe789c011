import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A seeded stream of draws. */
export interface Random {
  /** Uniform in [0, 1). */
  unit(): number
  /** Uniform whole number in [0, limit). */
  below(limit: number): number
  /** Standard normal. */
  normal(): number
  /** So many lower-case hexadecimal digits. */
  hex(digits: number): string
}

/** What a stream of draws is for. Separate streams: a longer answer must not change which request fails. */
const purposes = {
  faults: 1,
  latency: 2,
  text: 3,
  identity: 4,
  bytes: 5,
  gaps: 6,
  tools: 7,
  mind: 8,
} as const

/** The draws of one purpose for the nth request: the same for the same seed, whatever else was drawn. */
export function randomFor(seed: number, nth: number, purpose: keyof typeof purposes): Random {
  const generator = xoroshiro128plus(mixed(mixed(mixed(seed) ^ nth) ^ purposes[purpose]))
  const unit = () => uniformFloat64(generator)
  return {
    unit,
    below: (limit) => uniformInt(generator, 0, limit - 1),
    // Box and Muller 1958; 1 − u keeps the logarithm finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
    hex: (digits) => Array.from({ length: digits }, () => uniformInt(generator, 0, 15).toString(16)).join(''),
  }
}

/** A seed from a text: FNV-1a. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** The finalizer of MurmurHash3: neighbouring seeds give unrelated streams. */
function mixed(value: number): number {
  let hash = value | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
