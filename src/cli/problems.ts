import { CommanderError } from 'commander'
import { UserError } from '../core/text.ts'
import { formatProblems } from '../profile/format.ts'
import { maskText } from '../profile/mask.ts'
import { ProfileError } from '../profile/problem.ts'
import { JournalWriteError } from '../store/journal-file.ts'
import { cliWords } from '../words/cli.ts'
import { type ExitCode, exitCodes } from './exit.ts'
import type { Terminal } from './terminal.ts'

/** An error as the user reads it: what is wrong, where, what to do next. No key that stood in the wrong place is in it. */
export function describeProblem(error: unknown, { language, say }: Terminal): string {
  if (error instanceof ProfileError) return formatProblems(error, language)
  if (error instanceof UserError)
    return maskText([error.text, ...(error.hint ? [error.hint] : [])].map(say).join('\n'))
  if (error instanceof CommanderError)
    return maskText(
      `${say(cliWords.tooFewArguments(error.message.replace(/^error: /, '')))}\n${say(cliWords.seeHelp)}`,
    )
  return maskText(
    say(cliWords.unexpected(error instanceof Error ? (error.stack ?? error.message) : String(error))),
  )
}

/** Whose turn it is after an error that ended a command. */
export function exitCodeFor(error: unknown): ExitCode {
  if (error instanceof JournalWriteError) return exitCodes.disk
  return error instanceof UserError || error instanceof CommanderError ? exitCodes.badInput : exitCodes.defect
}
