import { type Text, UserError } from '../core/text.ts'
import { fileProblems } from '../words/problems.ts'

/** Where in a profile: keys and list indexes from the root. */
export type Path = readonly (string | number)[]

/** One thing wrong, or worth a warning, at one place of a profile. */
export interface Problem {
  /** Stable, for programs: `unknown-key`, `bad-url`, … */
  readonly code: string
  /** `relays[1].base_url`; empty for the profile as a whole. */
  readonly path: string
  /** 1-based. */
  readonly line: number
  /** 1-based, in UTF-16 code units. */
  readonly column: number
  readonly message: Text
  readonly hint?: Text
  readonly severity: 'error' | 'warning'
}

/** Everything that is wrong with a profile, at once. Neither its problems nor its `source` hold a key. */
export class ProfileError extends UserError {
  readonly problems: readonly Problem[]
  readonly file: string
  /** The YAML with every key in it replaced by as many asterisks, so that columns stay true. */
  readonly source: string

  constructor(problems: readonly Problem[], file: string, source: string) {
    super(fileProblems.count(file, problems.length))
    this.name = 'ProfileError'
    this.problems = problems
    this.file = file
    this.source = source
  }
}

/** `['relays', 1, 'models', 'gpt-5.6']` → `relays[1].models["gpt-5.6"]`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    if (!/^[\w-]+$/.test(step)) return `${text}[${JSON.stringify(step)}]`
    return text === '' ? step : `${text}.${step}`
  }, '')
}
