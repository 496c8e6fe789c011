import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Pair, Scalar, type YAMLMap } from 'yaml'
import type { Path } from './problem.ts'

type Doc = Document.Parsed | Document

export const isMergeKey = (key: unknown): boolean =>
  isScalar(key) &&
  (key.type === undefined || key.type === Scalar.PLAIN) &&
  (key.value === '<<' || (typeof key.value === 'symbol' && key.value.description === '<<'))

export const keyText = (key: unknown): string => String(isScalar(key) ? key.value : key)

/** Follows an alias to what it stands for. */
export const resolved = (node: unknown, doc: Doc): unknown => (isAlias(node) ? node.resolve(doc) : node)

/** The pair of a key: the mapping's own, else that of a merged one (`<<`). */
function findPair(map: YAMLMap, key: string, doc: Doc): Pair | undefined {
  const ownPair = map.items.findLast((pair) => !isMergeKey(pair.key) && keyText(pair.key) === key)
  if (ownPair) return ownPair
  for (const merge of map.items.filter((pair) => isMergeKey(pair.key))) {
    const source = resolved(merge.value, doc)
    for (const part of isSeq(source) ? source.items : [source]) {
      const merged = resolved(part, doc)
      const pair = isMap(merged) ? findPair(merged, key, doc) : undefined
      if (pair) return pair
    }
  }
  return undefined
}

/**
 * Offset in the source of what a path names: its key or its value. A place that is not there has the position of
 * the nearest mapping or list around it. What came through an alias is where its anchor is.
 */
export function offsetOf(doc: Doc, path: Path, on: 'key' | 'value'): number {
  let node: unknown = doc.contents
  let key: unknown
  for (const step of path) {
    const parent = resolved(node, doc)
    const pair = isMap(parent) ? findPair(parent, String(step), doc) : undefined
    const item = isSeq(parent) && typeof step === 'number' ? parent.items[step] : undefined
    if (pair === undefined && item === undefined) return startOf(parent) ?? startOf(node) ?? 0
    key = pair?.key
    node = pair ? pair.value : item
  }
  return (on === 'key' ? startOf(key) : undefined) ?? startOf(node) ?? startOf(key) ?? 0
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined)
