import type { Command } from 'commander'
import { cliWords } from '../words/cli.ts'
import type { ExitCode } from './exit.ts'
import { helpColumns, wrapHelp } from './help-wrap.ts'
import { helpWidth, type Terminal, writeHelp } from './terminal.ts'

/** Told how a command ended. */
export type Done = (code: ExitCode) => void

/** Help in the user's language, errors thrown rather than printed: one place words them, one place exits. */
export function quiet(command: Command, { say }: Terminal): Command {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': say(cliWords.helpUsage),
    'Arguments:': say(cliWords.helpArguments),
    'Options:': say(cliWords.helpOptions),
    'Commands:': say(cliWords.helpCommands),
    'Global Options:': say(cliWords.helpOptions),
  }
  return command
    .exitOverride()
    .configureOutput({
      writeOut: writeHelp,
      writeErr: () => undefined,
      getOutHelpWidth: helpWidth,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      displayWidth: helpColumns,
      boxWrap: wrapHelp,
    })
    .helpOption('-h, --help', say(cliWords.helpFlag))
    .helpCommand('help [command]', say(cliWords.helpCommand))
}

/** A command of the program. @param usage its name, and its arguments as help shows them */
export function subcommand(program: Command, usage: string, terminal: Terminal): Command {
  const [name = '', ...rest] = usage.split(' ')
  const command = quiet(program.command(name), terminal).option(
    '--lang <language>',
    terminal.say(cliWords.langFlag),
  )
  command.helpCommand(false)
  return rest.length > 0 ? command.usage(`${rest.join(' ')} [options]`) : command
}

/** Collects the values of a flag that may be repeated. */
export const list = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
]
