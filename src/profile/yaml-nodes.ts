import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Pair, Scalar, type YAMLMap } from 'yaml'
import type { Path } from './problem.ts'

export const isMergeKey = (key: unknown): boolean =>
  isScalar(key) &&
  (key.type === undefined || key.type === Scalar.PLAIN) &&
  (key.value === '<<' || (typeof key.value === 'symbol' && key.value.description === '<<'))

export const keyText = (key: unknown): string => String(isScalar(key) ? key.value : key)

/** Finds the places of a document by path. */
export class Places {
  readonly #doc: Document.Parsed
  /** A long mapping is looked into for each of its problems. */
  readonly #pairs = new Map<YAMLMap, ReadonlyMap<string, Pair>>()

  constructor(doc: Document.Parsed) {
    this.#doc = doc
  }

  /**
   * Offset in the source of what a path names: its key or its value. A place that is not there has the position of
   * the nearest mapping or list around it. What came through an alias is where its anchor is.
   */
  offsetOf(path: Path, on: 'key' | 'value'): number {
    let node: unknown = this.#doc.contents
    let key: unknown
    for (const step of path) {
      const parent = this.#resolved(node)
      const pair = isMap(parent) ? this.#pair(parent, String(step)) : undefined
      const item = isSeq(parent) && typeof step === 'number' ? parent.items[step] : undefined
      if (pair === undefined && item === undefined) return startOf(parent) ?? startOf(node) ?? 0
      key = pair?.key
      node = pair ? pair.value : item
    }
    return (on === 'key' ? startOf(key) : undefined) ?? startOf(node) ?? startOf(key) ?? 0
  }

  /** The pair of a key: the mapping's own, else that of a merged one (`<<`). */
  #pair(map: YAMLMap, key: string): Pair | undefined {
    const ownPair = this.#ownPairs(map).get(key)
    if (ownPair) return ownPair
    for (const merge of map.items.filter((pair) => isMergeKey(pair.key))) {
      const source = this.#resolved(merge.value)
      for (const part of isSeq(source) ? source.items : [source]) {
        const merged = this.#resolved(part)
        const pair = isMap(merged) ? this.#pair(merged, key) : undefined
        if (pair) return pair
      }
    }
    return undefined
  }

  #ownPairs(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.#pairs.get(map)
    if (known) return known
    const pairs = new Map(
      map.items.filter((pair) => !isMergeKey(pair.key)).map((pair) => [keyText(pair.key), pair] as const),
    )
    this.#pairs.set(map, pairs)
    return pairs
  }

  #resolved(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.#doc) : node
  }
}

/** Where a node begins in the source. */
export const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined)
