import type { core } from 'zod'
import type { Text } from '../core/text.ts'
import { type Kind, type ProblemWords, shapeHints, shapeProblems, shownValue } from '../words/problems.ts'
import { valueAt } from './lenient.ts'
import { near } from './near.ts'
import type { Path } from './problem.ts'
import { mostProblems } from './problem-list.ts'
import { keysAt, placeOf } from './schema-keys.ts'
import { isSecretPath } from './tree.ts'

type Issue = core.$ZodIssue

export interface PlacedWords {
  readonly path: Path
  readonly words: ProblemWords
  readonly on: 'key' | 'value'
}

/** Puts what the schema found into plain words, with what to write instead. */
export function explainIssue(issue: Issue, tree: unknown): PlacedWords[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .slice(0, mostProblems)
      .map((key) => ({ path: [...path, key], words: unknownKey(key, path), on: 'key' }))
  }
  if (issue.code === 'invalid_union') {
    const meant = meantBranch(issue.errors)
    if (meant) {
      return meant.flatMap((inner) => explainIssue({ ...inner, path: [...issue.path, ...inner.path] }, tree))
    }
  }
  return [{ path, words: wordsFor(issue, path, valueAt(tree, issue.path)), on: 'value' }]
}

function unknownKey(key: string, path: Path): ProblemWords {
  const here = keysAt(path)
  const meant = near(key, here) ?? synonyms[key.toLowerCase().replace(/[-_]/g, '')]
  if (meant !== undefined && here.includes(meant))
    return shapeProblems.unknownKey(key, shapeHints.didYouMean(meant))
  const elsewhere = placeOf(key)
  const hint = elsewhere === undefined ? shapeHints.keysHere(here) : shapeHints.belongsAt(elsewhere)
  return shapeProblems.unknownKey(key, hint)
}

/** What other tools call our keys. */
const synonyms: Readonly<Record<string, string>> = {
  url: 'base_url',
  baseurl: 'base_url',
  apibase: 'base_url',
  key: 'api_key',
  token: 'api_key',
  apikey: 'api_key',
  apikeyenv: 'api_key_env',
  candidates: 'relays',
  providers: 'relays',
  maxtokens: 'max_tokens',
  count: 'requests',
  parallel: 'concurrency',
}

/** The alternative of a union that the user was writing: one whose type fits, though something in it is wrong. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter((branch) => !branch.some(isMismatch))
  return fitting.toSorted((a, b) => a.length - b.length)[0]
}

const isMismatch = (issue: Issue): boolean =>
  issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')

function wordsFor(issue: Issue, path: Path, value: unknown): ProblemWords {
  const shown = isSecretPath(path) ? undefined : shownValue(value)
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_value':
    case 'invalid_union':
      return mismatch(issue, path, value, shown)
    case 'too_small':
      if (issue.origin === 'string') return shapeProblems.notEmpty()
      if (issue.origin === 'array') return shapeProblems.atLeastOne()
      return shapeProblems.tooSmall(String(issue.minimum), issue.inclusive !== false, shown)
    case 'too_big':
      if (issue.origin === 'string') return shapeProblems.tooLong(Number(issue.maximum))
      return shapeProblems.tooBig(String(issue.maximum), shown)
    default:
      return shapeProblems.format(issue.message, shown)
  }
}

interface Wanted {
  readonly kinds: readonly Kind[]
  readonly values: readonly unknown[]
}

function mismatch(issue: Issue, path: Path, value: unknown, shown: Text | undefined): ProblemWords {
  if (value === undefined) return shapeProblems.missing(String(path.at(-1) ?? ''))
  if (path.length === 0 && value === null) return shapeProblems.empty()
  const { kinds, values } = wantedBy(issue)
  // Where any text will do, no single word need be named.
  const literals = kinds.includes('text') ? [] : values
  return shapeProblems.wrong(kinds, literals, shown, repair(kinds, literals, value, shown !== undefined))
}

function wantedBy(issue: Issue): Wanted {
  if (issue.code === 'invalid_value') return { kinds: [], values: issue.values }
  if (issue.code === 'invalid_type') return { kinds: [kindOf(issue.expected)], values: [] }
  if (issue.code !== 'invalid_union') return { kinds: [], values: [] }
  const all = issue.errors.flat().filter(isMismatch).map(wantedBy)
  return {
    kinds: [...new Set(all.flatMap(({ kinds }) => kinds))],
    values: [...new Set(all.flatMap(({ values }) => values))],
  }
}

function kindOf(expected: string): Kind {
  switch (expected) {
    case 'number':
      return 'number'
    case 'int':
      return 'whole number'
    case 'boolean':
      return 'boolean'
    case 'array':
      return 'list'
    case 'object':
    case 'record':
      return 'mapping'
    default:
      return 'text'
  }
}

function repair(
  kinds: readonly Kind[],
  values: readonly unknown[],
  value: unknown,
  mayShow: boolean,
): Text | undefined {
  if (value === null) return shapeHints.fillOrRemove()
  if (typeof value === 'string') {
    const meant = near(value, values.map(String))
    if (meant !== undefined) return shapeHints.didYouMean(meant)
    if (kinds.includes('boolean') && /^(?:y|yes|on|n|no|off|true|false)$/i.test(value))
      return shapeHints.trueOrFalse()
    const numeric = kinds.some((kind) => kind === 'number' || kind === 'whole number')
    if (numeric && value.trim() !== '' && Number.isFinite(Number(value)))
      return shapeHints.unquoted(value.trim())
  }
  const isPlain = typeof value === 'number' || typeof value === 'boolean'
  if (isPlain && kinds.includes('text') && mayShow) return shapeHints.inQuotes(String(value))
  return kinds.length === 1 && kinds[0] === 'list' ? shapeHints.dashes() : undefined
}
