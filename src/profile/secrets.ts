import { Secret } from '../core/secret.ts'
import { secretProblems } from '../words/problems.ts'
import { asMapping, asText, type Mapping, mappingsAt, own } from './lenient.ts'
import { isKeyNotName, isSecretName, looksLikeKey } from './mask.ts'
import { type Path, pathText } from './problem.ts'
import type { ProblemList } from './problem-list.ts'
import type { RelaySecrets } from './relay-secrets.ts'
import { type Environment, type Expansion, variable } from './template.ts'
import type { ExpandedTree } from './tree.ts'
import { isLocalRelay } from './urls.ts'

/** Makes the secrets of every relay, and reports what could not be sent or should not be written like this. */
export function relaySecrets(
  { tree, secretTexts }: ExpandedTree,
  env: Environment,
  problems: ProblemList,
): Map<string, RelaySecrets> {
  return new Map(
    mappingsAt(tree, 'relays').map(({ path, value: relay }) => {
      const textOf = (...keys: string[]): Expansion | undefined =>
        secretTexts.get(pathText([...path, ...keys]))
      const secrets: RelaySecrets = {
        ...keyOf(relay, path, textOf('api_key'), env, problems),
        headers: headersOf(relay, path, textOf, problems),
        ...proxyOf(path, textOf('proxy'), problems),
      }
      return [asText(own(relay, 'name')) ?? '', secrets]
    }),
  )
}

function keyOf(
  relay: Mapping,
  path: Path,
  written: Expansion | undefined,
  env: Environment,
  problems: ProblemList,
): Pick<RelaySecrets, 'key' | 'missingEnv'> {
  const named = asText(own(relay, 'api_key_env'))
  const place = [...path, named === undefined ? 'api_key' : 'api_key_env']
  if (named !== undefined && isKeyNotName(named)) {
    problems.add(place, secretProblems.keyAsName())
    return {}
  }
  if (named !== undefined && own(relay, 'api_key') !== undefined)
    problems.add(place, secretProblems.twoKeys())
  if (written && named === undefined) warnOfPlainKey(relay, [...path, 'api_key'], written, problems)
  const shellName = /^\$([A-Za-z_]\w*)$/.exec(written?.text ?? '')?.[1]
  if (shellName !== undefined && named === undefined) {
    problems.add(place, secretProblems.shellReference(shellName))
  }
  const missingEnv = named ?? written?.blank[0]
  // A key copied from a web page often ends in a line break.
  const key = (
    named === undefined ? (written?.blank.length ? '' : written?.text) : variable(named, env)
  )?.trim()
  if (!key) return missingEnv === undefined ? {} : { missingEnv }
  if (!/^[\x21-\x7e]+$/.test(key)) problems.add(place, secretProblems.unsendableKey())
  return { key: new Secret(key) }
}

function warnOfPlainKey(relay: Mapping, path: Path, written: Expansion, problems: ProblemList): void {
  const literals = written.parts.map((part) => (part.type === 'literal' ? part.text : (part.fallback ?? '')))
  if (!literals.some(looksLikeKey) || isLocalRelay(relay)) return
  problems.add(path, secretProblems.plainKey(variableFor(relay)), { severity: 'warning' })
}

/** `poloai` → `POLOAI_API_KEY`. */
function variableFor(relay: Mapping): string {
  const name = asText(own(relay, 'name')) ?? ''
  const word = name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
  return `${word.slice(0, 40) || 'RELAY'}_API_KEY`
}

/** RFC 9110, section 5.6.2. */
const headerName = /^[\w!#$%&'*+.^`|~-]+$/
const ofTheConnection = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
])

function headersOf(
  relay: Mapping,
  path: Path,
  textOf: (...keys: string[]) => Expansion | undefined,
  problems: ProblemList,
): Map<string, Secret> {
  const headers = new Map<string, Secret>()
  for (const name of Object.keys(asMapping(own(relay, 'headers')) ?? {})) {
    const place = [...path, 'headers', name]
    if (!headerName.test(name)) problems.add(place, secretProblems.badHeaderName(), { on: 'key' })
    if (ofTheConnection.has(name.toLowerCase()))
      problems.add(place, secretProblems.reservedHeader(), { on: 'key' })
    const written = textOf('headers', name)
    if (!written) continue
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(written.text))
      problems.add(place, secretProblems.unsendableHeader())
    if (isSecretName(name)) warnOfPlainKey(relay, place, bearerless(written), problems)
    headers.set(name, new Secret(written.text))
  }
  return headers
}

const bearerless = (written: Expansion): Expansion => ({
  ...written,
  parts: written.parts.map((part) =>
    part.type === 'literal' ? { ...part, text: part.text.replace(/^\s*\w+\s+/, '') } : part,
  ),
})

function proxyOf(
  path: Path,
  written: Expansion | undefined,
  problems: ProblemList,
): Pick<RelaySecrets, 'proxy'> {
  const text = written?.text.trim()
  // `proxy: ${MY_PROXY:-}` with nothing set states no proxy.
  if (!text) return {}
  const isUrl = /^https?:\/\/[^\s\p{Cs}/][^\s\p{Cs}]*$/iu.test(text) && URL.canParse(text)
  if (text !== 'direct' && !isUrl) {
    problems.add([...path, 'proxy'], secretProblems.badProxy())
  }
  return { proxy: new Secret(text) }
}
