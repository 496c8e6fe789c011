import { hash } from 'node:crypto'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** A stream of draws that follows from a text alone. */
export interface Draws {
  /** Uniform in [0, 1). */
  unit(): number
  /** Uniform whole number in [0, limit). */
  below(limit: number): number
  /** One of a list that is not empty. @throws RangeError when it is */
  pick<Item>(list: readonly Item[]): Item
  /** The list in another order (Fisher and Yates). */
  shuffled<Item>(list: readonly Item[]): Item[]
}

/** The draws of a text: the same for the same text on every machine, unrelated for any two that differ. */
export function drawsFrom(text: string): Draws {
  const digest = hash('sha256', text, 'buffer')
  const generator = xoroshiro128plusFromState(Array.from({ length: 4 }, (_, i) => digest.readInt32LE(4 * i)))
  const below = (limit: number): number => uniformInt(generator, 0, limit - 1)
  return {
    unit: () => uniformFloat64(generator),
    below,
    pick: (list) => itemAt(list, below(list.length)),
    shuffled: (list) => {
      const items = [...list]
      for (let last = items.length - 1; last > 0; last--) {
        const other = below(last + 1)
        const taken = itemAt(items, last)
        items[last] = itemAt(items, other)
        items[other] = taken
      }
      return items
    },
  }
}

function itemAt<Item>(list: readonly Item[], index: number): Item {
  if (index < 0 || index >= list.length) throw new RangeError(`no item ${index} in a list of ${list.length}`)
  return list[index] as Item
}
