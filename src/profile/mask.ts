import { isAlias, isMap, isNode, isScalar, isSeq, type Node, visit } from 'yaml'
import { isHarmless, isHarmlessProxy } from './template.ts'
import type { Yaml } from './yaml.ts'
import { keyText } from './yaml-nodes.ts'

/** Keys as vendors make them, wherever they stand. */
const vendorKey =
  /\b(?:sk|pk|rk|ak|gsk|xai|nvapi|hf|r8|ghp|pplx)[-_][\w-]{8,}|\bAIza[\w-]{20,}|\beyJ[\w-]{10,512}\.[\w.-]+/g
const userinfo = /(:\/\/)([^/\s@"']+)(?=@)/g
const queryKey = /([?&][\w-]*(?:key|token|secret)=)([^&\s"'#]+)/gi
/** Only for text whose YAML is broken, where no parser can say what is a value. */
const assignedKey =
  /((?:api[-_]?key|authorization|password|token|secret)["']?[ \t]*[:=][ \t]*)(?!["']?\$\{)([^\s,}][^\n]*)/gi

/** Whether a key, header, parameter or variable of this name usually holds something secret. */
export const isSecretName = (name: string): boolean =>
  /(?:^|[-_]|api)(?:key|token|secret|password|authorization|cookie)$/i.test(name) && name !== 'first_token'

/** Whether a text looks like a key: made by a vendor, or long, without spaces, of letters and digits. */
export const looksLikeKey = (text: string): boolean =>
  text.search(vendorKey) >= 0 || (/^[\w.+/=-]{16,}$/.test(text) && /\d/.test(text) && /[a-z]/i.test(text))

/** Takes whatever looks like a key, a URL's credentials or a key parameter out of a sentence. */
export const maskText = (text: string): string =>
  text.replace(vendorKey, '[secret]').replace(userinfo, '$1[secret]').replace(queryKey, '$1[secret]')

/** Whether what should be the name of a variable is a pasted key. Stricter than looksLikeKey: names may be long too. */
export const isKeyNotName = (text: string): boolean =>
  /\d/.test(text) && (text.search(vendorKey) >= 0 || (/^[A-Za-z0-9-]{24,}$/.test(text) && /[a-z]/.test(text)))

/** Replaces every key written in a YAML text by as many asterisks, so that lines and columns stay true. */
export function maskSource(source: string, yaml: Yaml): string {
  const afterPrefix = (_: string, prefix: string, secret: string): string => prefix + stars(secret)
  const masked = cover(source, secretRanges(yaml))
    .replace(vendorKey, stars)
    .replace(userinfo, afterPrefix)
    .replace(queryKey, afterPrefix)
  return yaml.doc.errors.length > 0 ? masked.replace(assignedKey, afterPrefix) : masked
}

type Range = readonly [start: number, end: number]

function cover(source: string, ranges: readonly Range[]): string {
  const pieces: string[] = []
  let at = 0
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    pieces.push(source.slice(at, start), stars(source.slice(Math.max(at, start), end)))
    at = Math.max(at, end)
  }
  return pieces.join('') + source.slice(at)
}

const stars = (text: string): string => text.replace(/[^\r\n]/g, '*')

/** Where literal values stand under keys with secret names and under `headers`, through aliases too. */
function secretRanges({ doc }: Yaml): Range[] {
  const anchors = new Map<string, Node[]>()
  const secrets: unknown[] = []
  const proxies: unknown[] = []
  visit(doc, {
    Node: (_, node) => {
      if (isAlias(node) || !('anchor' in node) || !node.anchor) return
      const same = anchors.get(node.anchor)
      if (same) same.push(node)
      else anchors.set(node.anchor, [node])
    },
    Pair: (_, { key, value }) => {
      const name = keyText(key)
      if (holdsSecret(name, value)) secrets.push(value)
      if (name === 'proxy') proxies.push(value)
    },
  })
  return [...scalarsIn(secrets, anchors, isHarmless), ...scalarsIn(proxies, anchors, isHarmlessProxy)]
}

const holdsSecret = (name: string, value: unknown): boolean =>
  name === 'headers' ||
  isSecretName(name) ||
  (name === 'api_key_env' && isScalar(value) && isKeyNotName(String(value.value)))

/** Ranges of all values in and under some nodes, except those that may be shown. */
function scalarsIn(
  nodes: readonly unknown[],
  anchors: ReadonlyMap<string, readonly Node[]>,
  mayBeShown: (value: unknown) => boolean,
): Range[] {
  const ranges: Range[] = []
  const queue = [...nodes]
  const seen = new Set<unknown>()
  while (queue.length > 0) {
    const node = queue.pop()
    if (!isNode(node) || seen.has(node)) continue
    seen.add(node)
    if (isAlias(node)) for (const anchored of anchors.get(node.source) ?? []) queue.push(anchored)
    if (isSeq(node)) for (const item of node.items) queue.push(item)
    if (isMap(node)) for (const pair of node.items) queue.push(pair.value)
    if (isScalar(node) && node.range && !mayBeShown(node.value)) ranges.push([node.range[0], node.range[1]])
  }
  return ranges
}
