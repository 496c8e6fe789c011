import { CommanderError } from 'commander'
import { type ExitCode, exitCodes } from './exit.ts'
import { buildProgram } from './program.ts'
import type { OpenTerminal, Terminal } from './terminal.ts'

/** Runs the command line once and gives its exit code. Every error ends here, in words for a person. */
export async function runCommandLine(argv: readonly string[], terminal: OpenTerminal): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok
  const program = buildProgram(terminal, (result) => {
    code = result
  }).hook('preAction', () => terminal.findColors())
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    return explain(error, terminal)
  }
}

async function explain(error: unknown, terminal: Terminal): Promise<ExitCode> {
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok
  const { describeProblem, exitCodeFor } = await import('./problems.ts')
  terminal.error(describeProblem(error, terminal))
  return exitCodeFor(error)
}
