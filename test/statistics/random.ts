import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Seeded draws. */
export function seeded(seed: number) {
  const generator = xoroshiro128plus(seed)
  const unit = (): number => uniformFloat64(generator)
  return {
    unit,
    below: (limit: number): number => uniformInt(generator, 0, limit - 1),
    /** How many of n trials of this chance succeed, one by one. */
    binomial: (n: number, chance: number): number =>
      Array.from({ length: n }, unit).filter((u) => u < chance).length,
  }
}
