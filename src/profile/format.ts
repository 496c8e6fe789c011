import stringWidth from 'string-width'
import { inert } from '../core/inert.ts'
import type { Language, Notice } from '../core/text.ts'
import { labels } from '../words/problems.ts'
import type { Problem, ProfileError } from './problem.ts'

/** Problems shown in full; who has more mends these first. */
const mostShown = 50
/** Columns of a source line that are shown around the place. */
const excerptWidth = 100

/**
 * All problems of a profile for a terminal: position, path and sentence; the line with a caret; what to write
 * instead. Nothing in it acts on the terminal, and no key is in it.
 */
export function formatProblems(error: ProfileError, language: Language): string {
  const lines = error.source.split(/\r?\n/)
  const shown = error.problems
    .slice(0, mostShown)
    .map((problem) => formatProblem(problem, error.file, lines, language))
  const rest = error.problems.length - shown.length
  return [...shown, ...(rest > 0 ? [labels.more(rest)[language]] : [])].join('\n\n')
}

function formatProblem(problem: Problem, file: string, lines: readonly string[], language: Language): string {
  const { path, message, hint, severity } = problem
  const warning = severity === 'warning' ? labels.warning[language] : ''
  const parts = [position(file, problem), path, warning + message[language]].filter((part) => part !== '')
  return [
    inert(parts.join('  ')),
    ...excerpt(lines[problem.line - 1], problem.column),
    ...(hint ? [`  ${labels.hint[language]}${inert(hint[language])}`] : []),
  ].join('\n')
}

const position = (file: string, { line, column }: Problem): string => `${file}:${line}:${column}`

/** The source line, or the part of it around the column, and a caret below; wide characters take two columns. */
function excerpt(line: string | undefined, column: number): string[] {
  if (line === undefined || line.trim() === '') return []
  const start = column < excerptWidth * 0.7 ? 0 : column - 1 - excerptWidth / 2
  const end = start + excerptWidth
  const before = (start > 0 ? '…' : '') + inert(line.slice(start, column - 1))
  const after = inert(line.slice(column - 1, end)) + (line.length > end ? '…' : '')
  return [`    ${before}${after}`, `    ${' '.repeat(stringWidth(before))}^`]
}

/** A warning as a notice above a report. */
export function warningNotice(file: string, problem: Problem): Notice {
  const { code, path, message, hint } = problem
  const place = `${position(file, problem)} ${path}`
  return {
    code,
    message: {
      en: `${place}: ${message.en}${hint ? `; ${hint.en}` : ''}`,
      zh: `${place}：${message.zh}${hint ? `；${hint.zh}` : ''}`,
    },
  }
}
