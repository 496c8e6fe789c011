import type { UserError } from '../core/text.ts'
import { formatProblems } from '../profile/format.ts'
import { ProfileError } from '../profile/problem.ts'
import type { Terminal } from './terminal.ts'

/** An error as the user reads it: what is wrong, where, what to do next. */
export function describeProblems(error: UserError, terminal: Terminal): string {
  if (error instanceof ProfileError) return formatProblems(error, terminal.language)
  return error.hint ? `${terminal.say(error.text)}\n${terminal.say(error.hint)}` : terminal.say(error.text)
}
