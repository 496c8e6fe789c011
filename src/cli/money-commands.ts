import type { Command } from 'commander'
import { cliWords } from '../words/cli.ts'
import { costWords } from '../words/cost.ts'
import { type Done, list, subcommand } from './subcommand.ts'
import type { Terminal } from './terminal.ts'

export function addBalance(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  subcommand(program, 'balance <profile>', terminal)
    .description(say(costWords.balanceAbout))
    .argument('<profile>', say(cliWords.profileArgument))
    .option('--relay <name>', say(cliWords.relayFlag), list)
    .option('--json', say(cliWords.jsonFlag))
    .action(async (path: string, flags) => {
      const { balanceCommand } = await import('./commands/balance.ts')
      done(await balanceCommand(path, flags, terminal))
    })
}
