import type { Command } from 'commander'
import { ciWords } from '../words/ci.ts'
import { cliWords } from '../words/cli.ts'
import { failoverWords } from '../words/failover.ts'
import { list } from './subcommand.ts'
import type { Terminal } from './terminal.ts'

/** Flags that say what of a profile is asked, and how. */
export function askingFlags(command: Command, { say }: Terminal): Command {
  return command
    .option('--relay <name>', say(cliWords.relayFlag), list)
    .option('--model <name>', say(cliWords.modelFlag), list)
    .option('--concurrency <n>', say(cliWords.concurrencyFlag))
    .option('--timeout <seconds>', say(cliWords.timeoutFlag))
    .option('--max-tokens <n>', say(cliWords.maxTokensFlag))
}

/** Flags that change a profile for one run. */
export function profileFlags(command: Command, terminal: Terminal): Command {
  const { say } = terminal
  return askingFlags(command, terminal)
    .option('--budget <usd>', say(cliWords.budgetFlag))
    .option('--out <dir>', say(cliWords.outFlag))
    .option('--json', say(cliWords.jsonFlag))
    .option('-q, --quiet', say(cliWords.quietFlag))
    .option('-v, --verbose', say(cliWords.verboseFlag))
}

/** What continuous integration wants of a report. */
export function ciFlags(command: Command, { say }: Terminal): Command {
  return command
    .option('--save <format=file>', say(ciWords.saveFlag), list)
    .option('--html <file>', say(ciWords.htmlFlag))
    .option('--no-summary', say(ciWords.noSummaryFlag))
    .option('--no-annotations', say(ciWords.noAnnotationsFlag))
}

/** Flags of attempts and time limits. */
export function policyFlags(command: Command, { say }: Terminal): Command {
  return command
    .option('--attempts <n>', say(failoverWords.attemptsFlag))
    .option('--backoff <seconds>', say(failoverWords.backoffFlag))
    .option('--retry-on <statuses>', say(failoverWords.retryOnFlag))
    .option('--connect <seconds>', say(failoverWords.connectFlag))
    .option('--first-token <seconds>', say(failoverWords.firstTokenFlag))
    .option('--idle <seconds>', say(failoverWords.idleFlag))
    .option('--total <seconds>', say(failoverWords.totalFlag))
}
