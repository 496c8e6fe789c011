import { version } from '../version.ts'
import { type ExitCode, exitCodes, leaveWith } from './exit.ts'
import { quietProcess } from './quiet-process.ts'
import { languageOf, openTerminal, writeHelp } from './terminal.ts'

const helpFlags = ['--help', '-h']

/** The command line; the version alone is told without loading it. */
async function main(argv: readonly string[]): Promise<ExitCode> {
  const [word, ...rest] = argv
  if (rest.length === 0 && (word === '--version' || word === '-V')) {
    writeHelp(`${version}\n`)
    return exitCodes.ok
  }
  if (!argv.some((argument) => helpFlags.includes(argument))) quietProcess()
  const { runCommandLine } = await import('./command-line.ts')
  return runCommandLine(argv, openTerminal(languageOf(argv, process.env), process.env))
}

// No `await` here: the bundle is CommonJS, which starts 20 ms sooner than a module does.
main(process.argv.slice(2)).then(leaveWith)
