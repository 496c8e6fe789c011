import { basename, dirname, extname } from 'node:path'
import type { PriceBook } from '../core/price.ts'
import { redactor, Secret } from '../core/secret.ts'
import type { Notice } from '../core/text.ts'
import { type Profile, profileSchema } from '../schema/profile.ts'
import { yamlProblems } from '../words/problems.ts'
import { warningNotice } from './format.ts'
import { explainIssue } from './issues.ts'
import { isSecretName, maskSource, maskText } from './mask.ts'
import { checkMeaning } from './meaning.ts'
import type { OutsideChecks } from './outside-checks.ts'
import { type Problem, ProfileError } from './problem.ts'
import { ProblemList } from './problem-list.ts'
import type { RelaySecrets } from './relay-secrets.ts'
import { relaySecrets } from './secrets.ts'
import { type Environment, type Expansion, isScheme } from './template.ts'
import { expandTree } from './tree.ts'
import { plainValue, readYaml } from './yaml.ts'

/** A validated profile, and apart from it what must not be shown. */
export interface LoadedProfile {
  /** Plain JSON: `${ENV}` filled in where nothing is secret, references or "[secret]" where something is. */
  readonly profile: Profile
  /** The file's base name without extension. */
  readonly name: string
  /** The file, as the user named it. */
  readonly path: string
  /** Where the file is: paths in the profile are relative to it. */
  readonly directory: string
  /** By relay name. */
  readonly secrets: ReadonlyMap<string, RelaySecrets>
  readonly notices: readonly Notice[]
  /** List prices, where others than those of this version are wanted. */
  readonly book?: PriceBook
  /** Contents of the files that the profile names, by the name in it. */
  readonly files: ReadonlyMap<string, string>
}

export interface ParseOptions {
  /** Path of the file, for messages and for what lies beside it. */
  readonly file: string
  readonly env: Environment
  readonly checks?: OutsideChecks
}

/** A profile of a thousand relays has a tenth of this. */
export const maxProfileBytes = 1024 * 1024

/**
 * Reads a profile from YAML text. Touches no file and no network.
 * @throws ProfileError with all problems at once, each with its line and column.
 */
export function parseProfile(text: string, { file, env, checks = {} }: ParseOptions): LoadedProfile {
  if (Buffer.byteLength(text) > maxProfileBytes) {
    throw new ProfileError([tooLarge], file, '')
  }
  const source = text.replace(/^\ufeff/, '')
  const yaml = readYaml(source)
  const problems = new ProblemList(yaml.doc, yaml.lines)
  const plain = plainValue(yaml, problems)
  const expanded = plain ? expandTree(plain.value, env, problems) : { tree: null, secretTexts: new Map() }
  const parsed = profileSchema.safeParse(expanded.tree)
  if (plain) {
    for (const issue of parsed.error?.issues ?? []) {
      for (const { path, words, on } of explainIssue(issue, expanded.tree)) problems.add(path, words, { on })
    }
    checkMeaning(expanded.tree, checks, problems)
  }
  const secrets = relaySecrets(expanded, env, problems)
  const sorted = problems.sorted(cleaner(env, expanded.secretTexts))
  if (problems.failed || !parsed.success) throw new ProfileError(sorted, file, maskSource(source, yaml))
  return {
    profile: parsed.data,
    name: basename(file, extname(file)),
    path: file,
    directory: dirname(file),
    secrets,
    notices: sorted.map((warning) => warningNotice(file, warning)),
    files: new Map(),
  }
}

const tooLarge: Problem = {
  ...yamlProblems.tooLarge(maxProfileBytes),
  path: '',
  line: 1,
  column: 1,
  severity: 'error',
}

/** Removes from a sentence every key that is known here, and whatever else looks like one. */
function cleaner(env: Environment, secretTexts: ReadonlyMap<string, Expansion>): (text: string) => string {
  const fromEnvironment = Object.entries(env).flatMap(([name, value]) =>
    value && isSecretName(name) ? [value] : [],
  )
  const fromProfile = [...secretTexts].flatMap(([path, expansion]) =>
    /^relays\[\d+\]\.proxy$/.test(path)
      ? credentialsIn(expansion.text)
      : [expansion.text, ...literalsOf(expansion)],
  )
  // Half a surrogate pair has no URL encoding, which the redactor needs.
  const wellFormed = [...fromEnvironment, ...fromProfile].map((value) => Buffer.from(value).toString())
  const redact = redactor(wellFormed.map((value) => new Secret(value)))
  return (text) => maskText(redact(text))
}

const literalsOf = ({ parts }: Expansion): string[] =>
  parts
    .map((part) => (part.type === 'literal' ? part.text : (part.fallback ?? '')))
    .filter((text) => !isScheme(text))

function credentialsIn(proxy: string): string[] {
  const credentials = /^(?:\w+:\/\/)?(.*)@/.exec(proxy)?.[1]
  return credentials === undefined ? [] : [credentials, ...credentials.split(':')]
}
