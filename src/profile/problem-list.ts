import type { Document, LineCounter } from 'yaml'
import { inert } from '../core/inert.ts'
import type { Text } from '../core/text.ts'
import type { ProblemWords } from '../words/problems.ts'
import { type Path, type Problem, pathText } from './problem.ts'
import { Places, startOf } from './yaml-nodes.ts'

/** More than a person reads; the rest adds nothing but time. */
export const mostProblems = 200
const longestSentence = 300

export interface Placement {
  /** Whether the key or the value is at fault. */
  readonly on?: 'key' | 'value'
  readonly severity?: Problem['severity']
}

/** Collects the problems of one profile, each with its position in the YAML. */
export class ProblemList {
  readonly #places: Places
  readonly #lines: LineCounter
  readonly #found = new Map<string, Problem>()
  #failed = false

  constructor(doc: Document.Parsed, lines: LineCounter) {
    this.#places = new Places(doc)
    this.#lines = lines
  }

  /** Whether anything found so far forbids to use the profile. */
  get failed(): boolean {
    return this.#failed
  }

  /** Whether more would be dropped: a reason to stop looking. */
  get full(): boolean {
    return this.#found.size >= mostProblems
  }

  /** Notes a problem. Of several errors at one path the first tells most, and only it is kept. */
  add(path: Path, words: ProblemWords, { on = 'value', severity = 'error' }: Placement = {}): void {
    if (severity === 'error') this.#failed = true
    const where = pathText(path)
    const id = severity === 'error' ? where : `${where} ${words.code}`
    if (this.#found.has(id) || this.#found.size >= mostProblems) return
    this.#found.set(id, this.#problem(this.#places.offsetOf(path, on), where, words, severity))
  }

  addAtNode(node: unknown, words: ProblemWords): void {
    this.addAtOffset(startOf(node) ?? 0, words)
  }

  addAtOffset(offset: number, words: ProblemWords): void {
    this.#failed = true
    const id = `@${offset}`
    if (this.#found.has(id) || this.#found.size >= mostProblems) return
    this.#found.set(id, this.#problem(offset, '', words, 'error'))
  }

  lineOf(node: unknown): number {
    return this.#lines.linePos(startOf(node) ?? 0).line
  }

  lineAt(path: Path): number {
    return this.#lines.linePos(this.#places.offsetOf(path, 'value')).line
  }

  /** All problems in the order of the text, with everything secret taken out of their sentences. */
  sorted(redact: (text: string) => string): Problem[] {
    // Cut only after redaction, which would not know half a key.
    const short = (text: string): string => inert(redact(text), longestSentence)
    const clean = ({ en, zh }: Text): Text => ({ en: short(en), zh: short(zh) })
    return [...this.#found.values()]
      .map((problem) => ({
        ...problem,
        path: inert(redact(problem.path), longestSentence),
        message: clean(problem.message),
        ...(problem.hint && { hint: clean(problem.hint) }),
      }))
      .sort((a, b) => a.line - b.line || a.column - b.column)
  }

  #problem(offset: number, path: string, words: ProblemWords, severity: Problem['severity']): Problem {
    const { line, col } = this.#lines.linePos(offset)
    // An empty text has no lines, which the counter calls line 0.
    return { ...words, path, line: Math.max(1, line), column: Math.max(1, col), severity }
  }
}
