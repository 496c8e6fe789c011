import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
} from 'yaml'
import { yamlProblems } from '../words/problems.ts'
import { near } from './near.ts'
import type { ProblemList } from './problem-list.ts'
import { isMergeKey, keyText } from './yaml-nodes.ts'

/** Nodes that aliases may add to what was written. Sixty relays that share an anchor of thirty keys add 1,800. */
const maxUnfolded = 50_000

/**
 * Finds what the parser lets pass: duplicate keys, aliases that lead nowhere, to themselves or to explosion, and
 * merges of what is no mapping. Linear in the text, however much its aliases would unfold to.
 * @returns 'unusable' when the document must not be turned into a value.
 */
export function checkStructure(doc: Document.Parsed, problems: ProblemList): 'usable' | 'unusable' {
  const check = new StructureCheck(problems)
  check.size(doc.contents)
  return check.usable ? 'usable' : 'unusable'
}

class StructureCheck {
  usable = true
  readonly #problems: ProblemList
  /** Anchors above the current place. */
  readonly #anchors = new Map<string, Node>()
  /** Nodes that a finished subtree unfolds to. A node without a size yet is an ancestor of the current place. */
  readonly #sizes = new Map<Node, number>()
  #unfolded = 0

  constructor(problems: ProblemList) {
    this.#problems = problems
  }

  /** Checks a subtree; gives the number of nodes that it unfolds to. */
  size(node: unknown): number {
    if (!isNode(node)) return 1
    if (isAlias(node)) return this.#aliasSize(node)
    if ('anchor' in node && node.anchor) this.#anchors.set(node.anchor, node)
    let size = 1
    if (isSeq(node)) for (const item of node.items) size += this.size(item)
    if (isMap(node)) size += this.#mapSize(node.items)
    this.#sizes.set(node, size)
    return size
  }

  #mapSize(pairs: readonly Pair[]): number {
    const seen = new Map<string, unknown>()
    let size = 0
    for (const { key, value } of pairs) {
      const name = keyText(key)
      const first = seen.get(name)
      if (first) {
        this.#problems.addAtNode(key, yamlProblems.duplicateKey(name, this.#problems.lineOf(first)))
      } else seen.set(name, key)
      size += this.size(value)
      if (isMergeKey(key)) this.#checkMerge(value)
    }
    return size
  }

  #aliasSize(alias: Alias): number {
    const target = this.#anchors.get(alias.source)
    if (target === undefined) {
      return this.#refuse(
        alias,
        yamlProblems.unknownAnchor(alias.source, near(alias.source, this.#anchors.keys())),
      )
    }
    const size = this.#sizes.get(target)
    if (size === undefined) return this.#refuse(alias, yamlProblems.cyclicAlias(alias.source))
    const before = this.#unfolded
    this.#unfolded += size
    if (this.#unfolded > maxUnfolded && before <= maxUnfolded) this.#refuse(alias, yamlProblems.aliasBomb())
    return size
  }

  #checkMerge(value: unknown): void {
    const source = this.#target(value)
    const parts = isSeq(source) ? source.items : [source]
    const wrong = parts.find((part) => !isMap(this.#target(part)))
    if (wrong !== undefined || isScalar(source)) this.#refuse(value, yamlProblems.badMerge())
  }

  #target(node: unknown): unknown {
    return isAlias(node) ? this.#anchors.get(node.source) : node
  }

  #refuse(node: unknown, words: Parameters<ProblemList['addAtNode']>[1]): number {
    this.usable = false
    this.#problems.addAtNode(node, words)
    return 1
  }
}
