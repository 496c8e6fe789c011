import { UserError } from '../core/text.ts'
import { parseTarget, precisionNames, targetName } from '../core/until.ts'
import { nearOrKnown, type ProblemWords, untilProblems } from '../words/problems.ts'
import { asMapping, own } from './lenient.ts'
import { near } from './near.ts'
import type { ProblemList } from './problem-list.ts'

/** Checks that every target of `load.until` can be read. */
export function checkUntil(tree: unknown, problems: ProblemList): void {
  const until = own(asMapping(own(asMapping(tree), 'load')), 'until')
  const placed = Array.isArray(until)
    ? until.map((text, i) => ({ text, at: [i] }))
    : [{ text: until, at: [] }]
  for (const { text, at } of placed) {
    const problem = typeof text === 'string' ? problemOf(text) : undefined
    if (problem) problems.add(['load', 'until', ...at], problem)
  }
}

/** A target from the command line, as it is. @throws UserError when it cannot be read */
export function checkedTarget(text: string): string {
  const problem = problemOf(text)
  if (problem) throw new UserError(problem.message, problem.hint)
  return text
}

function problemOf(text: string): ProblemWords | undefined {
  const parsed = parseTarget(text)
  if (typeof parsed !== 'string') return undefined
  return untilProblems[parsed](text, nearOrKnown(near(targetName(text), precisionNames), precisionNames))
}
