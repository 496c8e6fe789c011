import { CommanderError } from 'commander'
import { type ExitCode, exitCodes, leaveWith } from './exit.ts'
import { buildProgram } from './program.ts'
import { languageOf, openTerminal, type Terminal } from './terminal.ts'

/** Runs the command line once and gives its exit code. Every error ends here, in words for a person. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok
  const program = buildProgram(terminal, (result) => {
    code = result
  })
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

const argv = process.argv.slice(2)
// A closed pipe (`relaybench … | head`) is no reason to crash.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
leaveWith(await main(argv, openTerminal(languageOf(argv, process.env), process.env)))
