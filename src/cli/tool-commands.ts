import type { Command } from 'commander'
import { cliWords } from '../words/cli.ts'
import { exportWords } from '../words/export.ts'
import { initWords } from '../words/init.ts'
import { selftestWords } from '../words/selftest.ts'
import { simWords } from '../words/sim.ts'
import { watchWords } from '../words/watch.ts'
import { askingFlags, policyFlags } from './flags.ts'
import { type Done, list, subcommand } from './subcommand.ts'
import type { Terminal } from './terminal.ts'

/** What the registries hold, named here so that help need not load them; a test compares. */
const exportForms = 'openai-python, openai-typescript, litellm, new-api, one-api, portkey, nginx, env'
const importTools = 'env, claude-code, codex, cc-switch, litellm, new-api, cherry-studio'

export function addWatch(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  askingFlags(subcommand(program, 'watch <profile>', terminal), terminal)
    .description(say(watchWords.about))
    .argument('<profile>', say(cliWords.profileArgument))
    .option('--every <time>', say(watchWords.everyFlag))
    .option('--listen <address>', say(watchWords.listenFlag))
    .option('--rounds <n>', say(watchWords.roundsFlag))
    .option('--budget <usd>', say(watchWords.budgetFlag))
    .option('--out <dir>', say(watchWords.outFlag))
    .option('-q, --quiet', say(cliWords.quietFlag))
    .option('-v, --verbose', say(cliWords.verboseFlag))
    .option('--requests <n>', say(cliWords.requestsFlag))
    .option('--stream', say(cliWords.streamFlag))
    .option('--no-stream', say(cliWords.noStreamFlag))
    .option('--slo <limit>', say(cliWords.sloFlag), list)
    .option('--fail-on <what>', say(cliWords.failOnFlag))
    .action(async (path: string, flags) => {
      const { watchCommand } = await import('./commands/watch.ts')
      done(await watchCommand(path, flags, terminal))
    })
}

export function addInit(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  subcommand(program, 'init', terminal)
    .description(say(initWords.about))
    .option('--from <tool>', say(initWords.fromFlag(importTools)), list)
    .option('--relay <name=url>', say(initWords.relayFlag), list)
    .option('--model <name>', say(initWords.modelFlag), list)
    .option('--out <file>', say(initWords.outFlag))
    .action(async (flags) => {
      const { initCommand } = await import('./commands/init.ts')
      done(await initCommand(flags, terminal))
    })
}

export function addExport(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  policyFlags(subcommand(program, 'export <from>', terminal), terminal)
    .description(say(exportWords.about))
    .argument('<from>', say(exportWords.argument))
    .option('--to <form>', say(exportWords.toFlag(exportForms)))
    .option('--primary <relay>', say(exportWords.primaryFlag))
    .option('--backup <relay>', say(exportWords.backupFlag), list)
    .option('--out <file>', say(exportWords.outFlag))
    .action(async (path: string, flags) => {
      const { exportCommand } = await import('./commands/export.ts')
      done(await exportCommand(path, flags, terminal))
    })
}

export function addSelftest(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  subcommand(program, 'selftest', terminal)
    .description(say(selftestWords.about))
    .option('--streams <list>', say(selftestWords.streamsFlag))
    .option('--seconds <n>', say(selftestWords.secondsFlag))
    .option('--json', say(selftestWords.jsonFlag))
    .action(async (flags) => {
      const { selftestCommand } = await import('./commands/selftest.ts')
      done(await selftestCommand(flags, terminal))
    })
}

export function addSchema(program: Command, terminal: Terminal, done: Done): void {
  subcommand(program, 'schema <what>', terminal)
    .description(terminal.say(cliWords.schemaAbout))
    .argument('<what>', terminal.say(cliWords.schemaArgument))
    .option('--markdown', terminal.say(cliWords.markdownFlag))
    .action(async (what: string, flags) => {
      const { schemaCommand } = await import('./commands/schema.ts')
      done(schemaCommand(what, flags, terminal))
    })
}

export function addSim(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  subcommand(program, 'sim [what]', terminal)
    .description(say(simWords.about))
    .argument('[what]', say(simWords.what), 'good')
    .option('--port <n>', say(simWords.port))
    .option('--seed <n>', say(simWords.seed))
    .option('--fault <name:rate>', say(simWords.fault), list)
    .option('--list-faults', say(simWords.listFaults))
    .action(async (what: string, flags) => {
      const { simCommand } = await import('./commands/sim.ts')
      done(await simCommand(what, flags, terminal))
    })
}
