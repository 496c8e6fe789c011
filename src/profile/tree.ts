import { secretProblems, shapeProblems, yamlProblems } from '../words/problems.ts'
import { asMapping } from './lenient.ts'
import { isSecretName } from './mask.ts'
import { type Path, pathText } from './problem.ts'
import type { ProblemList } from './problem-list.ts'
import {
  type Environment,
  type Expansion,
  expand,
  type Part,
  parseTemplate,
  withoutLiterals,
  withoutUserinfo,
} from './template.ts'

/** Deeper than any profile; a tree past it cannot be walked safely by everything that comes after. */
const maxDepth = 32

/** A profile with its references filled in, and what was kept out of it. */
export interface ExpandedTree {
  readonly tree: unknown
  /** By path text: the values of `api_key`, `headers.*` and `proxy`. */
  readonly secretTexts: ReadonlyMap<string, Expansion>
}

/** Fills in `${ENV}` everywhere, drops `x-` keys, and sets apart what stands in secret places. */
export function expandTree(value: unknown, env: Environment, problems: ProblemList): ExpandedTree {
  const secretTexts = new Map<string, Expansion>()
  const root = asMapping(value)
  const wanted = root
    ? Object.fromEntries(Object.entries(root).filter(([key]) => !key.startsWith('x-')))
    : value
  const tree = new TreeExpansion(env, problems, secretTexts).expand(wanted, [])
  return { tree, secretTexts }
}

type SecretPlace = 'api_key' | 'proxy' | 'headers'

/** Which secret place of a relay a path names, if any. */
function secretPlace(path: readonly PropertyKey[]): SecretPlace | undefined {
  if (path[0] !== 'relays') return undefined
  if (path.length === 3 && (path[2] === 'api_key' || path[2] === 'proxy')) return path[2]
  return path.length === 4 && path[2] === 'headers' ? 'headers' : undefined
}

/** Whether a value there may be, or hold, what nobody may read. */
export const isSecretPath = (path: readonly PropertyKey[]): boolean =>
  path[0] === 'relays' && (path[2] === 'api_key' || path[2] === 'proxy' || path[2] === 'headers')

class TreeExpansion {
  readonly #env: Environment
  readonly #problems: ProblemList
  readonly #secretTexts: Map<string, Expansion>

  constructor(env: Environment, problems: ProblemList, secretTexts: Map<string, Expansion>) {
    this.#env = env
    this.#problems = problems
    this.#secretTexts = secretTexts
  }

  expand(value: unknown, path: Path): unknown {
    if (path.length > maxDepth) {
      this.#problems.add(path, yamlProblems.tooDeep(maxDepth))
      return null
    }
    if (typeof value === 'string') return this.#text(value, path)
    if (typeof value === 'number' && !Number.isFinite(value))
      this.#problems.add(path, shapeProblems.notFinite())
    if (Array.isArray(value)) return value.map((item, index) => this.expand(item, [...path, index]))
    const mapping = asMapping(value)
    return mapping ? this.#mapping(mapping, path) : value
  }

  #mapping(mapping: Readonly<Record<string, unknown>>, path: Path): unknown {
    return Object.fromEntries(
      Object.entries(mapping).map(([key, value]) => {
        const place = [...path, key]
        this.#refuseControl(key, place, 'key')
        return [key, this.expand(value, place)]
      }),
    )
  }

  #text(text: string, path: Path): string {
    // Filled in, the name of a variable would become the key itself, in a place that is shown.
    if (path.length === 3 && path[0] === 'relays' && path[2] === 'api_key_env') return text
    const parts = parseTemplate(text)
    if (!parts) {
      this.#problems.add(path, secretProblems.badReference())
      return secretPlace(path) ? '[secret]' : text
    }
    const expansion = expand(parts, this.#env)
    const place = secretPlace(path)
    const missing = expansion.unset[0]
    // A missing key is no mistake: a profile of many relays must run with the keys that there are.
    if (missing !== undefined && place !== 'api_key') this.#problems.add(path, secretProblems.unset(missing))
    // What a variable holds in a key place is checked where keys are made, and tolerates a line break at the end.
    this.#refuseControl(place ? text : expansion.text, path, 'value')
    if (!place) {
      this.#warnOfOpenSecret(parts, path)
      return missing === undefined ? expansion.text : text
    }
    this.#secretTexts.set(pathText(path), expansion)
    return place === 'proxy' ? withoutUserinfo(parts) : withoutLiterals(parts)
  }

  #warnOfOpenSecret(parts: readonly Part[], path: Path): void {
    const secret = parts.find((part) => part.type === 'reference' && isSecretName(part.name))
    if (secret?.type !== 'reference') return
    this.#problems.add(path, secretProblems.openSecret(secret.name), { severity: 'warning' })
  }

  #refuseControl(text: string, path: Path, on: 'key' | 'value'): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
    const found = /[\u0000-\u001f\u007f]|\p{Cs}/u.exec(text)?.[0]
    if (found === undefined) return
    const codePoint = `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
    this.#problems.add(path, shapeProblems.controlCharacter(codePoint), { on })
  }
}
