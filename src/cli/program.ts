import { Command } from 'commander'
import { version } from '../version.ts'
import { auditWords } from '../words/audits/audit.ts'
import { cliWords } from '../words/cli.ts'
import { compareWords } from '../words/compare.ts'
import { costWords } from '../words/cost.ts'
import { driftWords } from '../words/drift.ts'
import { earlyStopWords } from '../words/early-stops.ts'
import { loadWords } from '../words/load.ts'
import { mergeWords } from '../words/merge.ts'
import { scorecardWords } from '../words/scorecard.ts'
import { slaWords } from '../words/sla.ts'
import { watchWords } from '../words/watch.ts'
import { addFailover } from './failover-command.ts'
import { ciFlags, profileFlags } from './flags.ts'
import { wrapHelp } from './help-wrap.ts'
import { addBalance, addCost, addPrices } from './money-commands.ts'
import { type Done, list, quiet, subcommand } from './subcommand.ts'
import { helpWidth, type Terminal } from './terminal.ts'
import { addExport, addInit, addSchema, addSelftest, addSim, addWatch } from './tool-commands.ts'

/** What the registries hold, named here so that help need not load them; a test compares. */
const formats = 'table, json, markdown, csv, sla, junit, html'
const comparisonFormats = 'table, json, markdown, csv, html'
const viewFormats = 'table, markdown, json, html'
const tools = 'vllm, aiperf, guidellm, llmperf'
const auditNames = 'identity, completions, usage, prompt, stream, parameters, function, cache, context, facts'
const protocolNames = 'openai-chat, openai-responses, anthropic-messages, gemini, embeddings'

/**
 * The command line: names, flags and help. Commands load their code when they are called, so that `--help` and
 * `--version` stay as quick as bare node.
 */
export function buildProgram(terminal: Terminal, done: Done): Command {
  const { say } = terminal
  const program = quiet(new Command('relaybench'), terminal)
    .description(say(cliWords.about))
    .version(version, '-V, --version', say(cliWords.versionFlag))
    .option('--lang <language>', say(cliWords.langFlag))
    .addHelpText('after', `\n${wrapHelp(say(cliWords.exitCodes), helpWidth())}`)
  addInit(program, terminal, done)
  addRun(program, terminal, done)
  addAudit(program, terminal, done)
  addWatch(program, terminal, done)
  addModels(program, terminal, done)
  addReport(program, terminal, done)
  addCompare(program, terminal, done)
  addScorecard(program, terminal, done)
  addSla(program, terminal, done)
  addDrift(program, terminal, done)
  addMerge(program, terminal, done)
  addFailover(program, terminal, done)
  addExport(program, terminal, done)
  addBalance(program, terminal, done)
  addCost(program, terminal, done)
  addPrices(program, terminal, done)
  addProbe(program, terminal, done)
  addSim(program, terminal, done)
  addSelftest(program, terminal, done)
  addSchema(program, terminal, done)
  return program
}

function addRun(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  ciFlags(profileFlags(subcommand(program, 'run [profile]', terminal), terminal), terminal)
    .description(say(cliWords.runAbout))
    .argument('[profile]', say(cliWords.profileArgument))
    .option('--requests <n>', say(cliWords.requestsFlag))
    .option('--traffic <tokens>', say(costWords.trafficFlag))
    .option('--rate <rate>', say(loadWords.rateFlag))
    .option('--arrivals <how>', say(loadWords.arrivalsFlag))
    .option('--ladder <to>', say(loadWords.ladderFlag))
    .option('--allow-ladder', say(loadWords.allowLadderFlag))
    .option('--seed <n>', say(cliWords.seedFlag))
    .option('--until <target>', say(earlyStopWords.untilFlag), list)
    .option('--shard <i/n>', say(mergeWords.shardFlag))
    .option('--vantage <name>', say(mergeWords.vantageFlag))
    .option('--drop-losers', say(earlyStopWords.dropLosersFlag))
    .option('--stream', say(cliWords.streamFlag))
    .option('--no-stream', say(cliWords.noStreamFlag))
    .option('--resume <dir>', say(cliWords.resumeFlag))
    .option('--dry-run', say(cliWords.dryRunFlag))
    .option('--control', say(cliWords.controlFlag))
    .option('--workers <n>', say(cliWords.workersFlag))
    .option('--no-calibration', say(cliWords.noCalibrationFlag))
    .option('--slo <limit>', say(cliWords.sloFlag), list)
    .option('--fail-on <what>', say(cliWords.failOnFlag))
    .option('--format <id>', say(cliWords.formatFlag(formats)))
    .option('--otlp <url>', say(watchWords.otlpFlag))
    .action(async (path: string | undefined, flags) => {
      const { runCommand } = await import('./commands/run.ts')
      done(await runCommand(path, flags, terminal))
    })
}

function addAudit(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  ciFlags(profileFlags(subcommand(program, 'audit <profile>', terminal), terminal), terminal)
    .description(say(auditWords.about))
    .argument('<profile>', say(cliWords.profileArgument))
    .option('--tests <ids>', say(auditWords.testsFlag(auditNames)), list)
    .option('--depth <how>', say(auditWords.depthFlag))
    .option('--stored <run>', say(auditWords.storedFlag))
    .option('--seed <n>', say(cliWords.seedFlag))
    .option('--dry-run', say(cliWords.dryRunFlag))
    .option('--slo <limit>', say(cliWords.sloFlag), list)
    .option('--fail-on <what>', say(cliWords.failOnFlag))
    .option('--format <id>', say(cliWords.formatFlag(formats)))
    .action(async (path: string, flags) => {
      const { auditCommand } = await import('./commands/audit.ts')
      done(await auditCommand(path, flags, terminal))
    })
}

function addModels(program: Command, terminal: Terminal, done: Done): void {
  profileFlags(subcommand(program, 'models <profile>', terminal), terminal)
    .description(terminal.say(cliWords.modelsAbout))
    .argument('<profile>', terminal.say(cliWords.profileArgument))
    .action(async (path: string, flags) => {
      const { modelsCommand } = await import('./commands/models.ts')
      done(await modelsCommand(path, flags, terminal))
    })
}

function addReport(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  ciFlags(subcommand(program, 'report <run>', terminal), terminal)
    .description(say(cliWords.reportAbout))
    .argument('<run>', say(cliWords.reportArgument))
    .option('--as <tool>', say(cliWords.asFlag(tools)))
    .option('--slo <limit>', say(cliWords.sloFlag), list)
    .option('--fail-on <what>', say(cliWords.failOnFlag))
    .option('--format <id>', say(cliWords.formatFlag(formats)))
    .option('--json', say(cliWords.jsonFlag))
    .option('--otlp <url>', say(watchWords.otlpFlag))
    .action(async (path: string, flags) => {
      const { reportCommand } = await import('./commands/report.ts')
      done(await reportCommand(path, flags, terminal))
    })
}

function addCompare(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  ciFlags(subcommand(program, 'compare <baseline> [run...]', terminal), terminal)
    .description(say(compareWords.about))
    .argument('<run...>', say(compareWords.runsArgument))
    .option('--relays <names>', say(compareWords.relaysFlag))
    .option('--by <what>', say(compareWords.byFlag))
    .option('--alpha <share>', say(compareWords.alphaFlag))
    .option('--fail-on <what>', say(compareWords.failOnFlag))
    .option('--tolerance <share>', say(compareWords.toleranceFlag))
    .option('--format <id>', say(compareWords.formatFlag(comparisonFormats)))
    .option('--json', say(compareWords.jsonFlag))
    .action(async (paths: string[], flags) => {
      const { compareCommand } = await import('./commands/compare.ts')
      done(await compareCommand(paths, flags, terminal))
    })
}

function addScorecard(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  subcommand(program, 'scorecard <run>', terminal)
    .description(say(scorecardWords.about))
    .argument('<run>', say(scorecardWords.argument))
    .option('--format <id>', say(cliWords.formatFlag(viewFormats)))
    .action(async (path: string, flags) => {
      const { scorecardCommand } = await import('./commands/scorecard.ts')
      done(scorecardCommand(path, flags, terminal))
    })
}

function addSla(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  subcommand(program, 'sla <reports...>', terminal)
    .description(say(slaWords.about))
    .argument('<reports...>', say(slaWords.argument))
    .option('--promise <share>', say(slaWords.promiseFlag))
    .option('--zone <name>', say(slaWords.zoneFlag))
    .option('--at <time>', say(slaWords.atFlag))
    .option('--fail-on <verdict>', say(slaWords.failOnFlag))
    .option('--format <id>', say(cliWords.formatFlag(viewFormats)))
    .option('--json', say(slaWords.jsonFlag))
    .action(async (paths: string[], flags) => {
      const { slaCommand } = await import('./commands/sla.ts')
      done(slaCommand(paths, flags, terminal))
    })
}

function addDrift(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  subcommand(program, 'drift <runs...>', terminal)
    .description(say(driftWords.about))
    .argument('<runs...>', say(driftWords.argument))
    .option('--format <id>', say(cliWords.formatFlag(viewFormats)))
    .option('--json', say(cliWords.jsonFlag))
    .action(async (paths: string[], flags) => {
      const { driftCommand } = await import('./commands/drift.ts')
      done(driftCommand(paths, flags, terminal))
    })
}

function addMerge(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  subcommand(program, 'merge <reports...>', terminal)
    .description(say(mergeWords.about))
    .argument('<reports...>', say(mergeWords.argument))
    .option('--out <file>', say(mergeWords.outFlag))
    .option('--mixed', say(mergeWords.mixedFlag))
    .option('--format <id>', say(cliWords.formatFlag(viewFormats)))
    .option('--json', say(cliWords.jsonFlag))
    .action(async (paths: string[], flags) => {
      const { mergeCommand } = await import('./commands/merge.ts')
      done(mergeCommand(paths, flags, terminal))
    })
}

function addProbe(program: Command, terminal: Terminal, done: Done): void {
  const { say } = terminal
  subcommand(program, 'probe', terminal)
    .description(say(cliWords.probeAbout))
    .requiredOption('--base-url <url>', say(cliWords.baseUrlFlag))
    .requiredOption('--model <name>', say(cliWords.probeModelFlag))
    .option('--protocol <id>', say(cliWords.protocolFlag(protocolNames)))
    .option('--no-stream', say(cliWords.noStreamFlag))
    .option('--prompt <text>', say(cliWords.promptFlag))
    .option('--count-tokens', say(cliWords.countTokensFlag))
    .option('--max-tokens <n>', say(cliWords.maxTokensFlag))
    .option('--timeout <seconds>', say(cliWords.timeoutFlag))
    .option('--api-key-env <name>', say(cliWords.keyEnvFlag), 'RELAYBENCH_API_KEY')
    .option('--auth <style>', say(cliWords.authFlag))
    .option('--header <header>', say(cliWords.headerFlag), list)
    .option('--json', say(cliWords.jsonFlag))
    .action(async (flags) => {
      const { probeCommand } = await import('./commands/probe.ts')
      done(await probeCommand(flags, terminal))
    })
}
