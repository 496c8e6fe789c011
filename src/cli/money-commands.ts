import type { Command } from 'commander'
import { cliWords } from '../words/cli.ts'
import { costWords } from '../words/cost.ts'
import { ciFlags, profileFlags } from './flags.ts'
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

export function addCost(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  ciFlags(profileFlags(subcommand(program, 'cost <profile>', terminal), terminal), terminal)
    .description(say(costWords.costAbout))
    .argument('<profile>', say(cliWords.profileArgument))
    .option('--traffic <tokens>', say(costWords.trafficFlag))
    .option('--times <n>', say(costWords.timesFlag))
    .option('--idle <seconds>', say(costWords.idleFlag))
    .option('--settle <seconds>', say(costWords.settleFlag))
    .option('--poll <seconds>', say(costWords.pollFlag))
    .option('--dry-run', say(cliWords.dryRunFlag))
    .action(async (path: string, flags) => {
      const { costCommand } = await import('./commands/cost.ts')
      done(await costCommand(path, flags, terminal))
    })
}

export function addPrices(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  subcommand(program, 'prices [what...]', terminal)
    .description(say(costWords.pricesAbout))
    .argument('[what...]', say(costWords.pricesArgument))
    .option('--from <where>', say(costWords.fromFlag))
    .option('--json', say(cliWords.jsonFlag))
    .action(async (what: string[], flags) => {
      const { pricesCommand } = await import('./commands/prices.ts')
      done(await pricesCommand(what, flags, terminal))
    })
}
