import type { Command } from 'commander'
import { cliWords } from '../words/cli.ts'
import { failoverWords as words } from '../words/failover.ts'
import { policyFlags } from './flags.ts'
import { type Done, list, subcommand } from './subcommand.ts'
import type { Terminal } from './terminal.ts'

export function addFailover(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  policyFlags(subcommand(program, 'failover <run>', terminal), terminal)
    .description(say(words.about))
    .argument('<run>', say(words.argument))
    .option('--primary <relay>', say(words.primaryFlag))
    .option('--backup <relay>', say(words.backupFlag), list)
    .option('--search', say(words.searchFlag))
    .option('--model <name>', say(words.modelFlag))
    .option('--trip <n>', say(words.tripFlag))
    .option('--cooldown <seconds>', say(words.cooldownFlag))
    .option('--hedge <seconds>', say(words.hedgeFlag))
    .option('--live', say(words.liveFlag))
    .option('--requests <n>', say(words.requestsFlag))
    .option('--every <seconds>', say(words.everyFlag))
    .option('--budget <usd>', say(words.budgetFlag))
    .option('--out <dir>', say(words.outFlag))
    .option('-q, --quiet', say(cliWords.quietFlag))
    .option('--format <id>', say(cliWords.formatFlag('table, markdown, json, html')))
    .option('--json', say(cliWords.jsonFlag))
    .action(async (path: string, flags) => {
      const { failoverCommand } = await import('./commands/failover.ts')
      done(await failoverCommand(path, flags, terminal))
    })
}
