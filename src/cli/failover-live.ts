import type { RunHeader } from '../core/journal.ts'
import { liveResult, withLive } from '../judge/failover/live.ts'
import { planFailover } from '../plan/failover.ts'
import type { Failover } from '../schema/failover.ts'
import { JournalWriter, readJournal } from '../store/journal-file.ts'
import { cliWords } from '../words/cli.ts'
import { type ExitCode, exitCodeOf, exitCodes } from './exit.ts'
import type { FailoverFlags } from './failover-flags.ts'
import { measure } from './measure.ts'
import { describeProblem } from './problems.ts'
import { newRunDirectory } from './run-directory.ts'
import { finiteNumber, profileFrom } from './settings.ts'
import type { Terminal } from './terminal.ts'

/**
 * Routes real requests by the policy of the rehearsal: as many, and as far apart, unless the flags say otherwise. Keys are read
 * where the run read them.
 */
export async function runLive(
  rehearsed: readonly Failover[],
  header: RunHeader,
  flags: FailoverFlags,
  terminal: Terminal,
): Promise<{ readonly code: ExitCode; readonly compared: readonly Failover[] }> {
  const [first] = rehearsed
  if (!first) return { code: exitCodes.nothingMeasured, compared: [] }
  const models = [...new Set(rehearsed.map(({ model }) => model))]
  const loaded = await profileFrom(
    header.profilePath,
    { model: models, ...(flags.budget !== undefined && { budget: flags.budget }) },
    terminal,
  )
  const live = planFailover(loaded, {
    type: 'failover',
    relays: first.chain.relays,
    policy: first.policy,
    requests: Math.max(1, Math.round(numberOr('--requests', flags.requests, first.chain.result.requests))),
    spacingMs: 1_000 * numberOr('--every', flags.every, (first.medianSpacingMs ?? 0) / 1_000),
  })
  const directory = newRunDirectory(flags.out, `${loaded.name}-failover`)
  const prepared = { ...live, directory, open: () => JournalWriter.create(directory) }
  const { report, unwritten } = await measure(prepared, flags, terminal)
  if (unwritten) terminal.error(describeProblem(unwritten, terminal))
  const compared = rehearsed.map((each) =>
    withLive(each, liveResult(readJournal(directory), each, first.policy)),
  )
  if (!flags.quiet) terminal.error(terminal.say(cliWords.wrote(directory)))
  return { code: unwritten ? exitCodes.disk : exitCodeOf(report, 'never'), compared }
}

const numberOr = (flag: string, value: string | undefined, usual: number): number =>
  value === undefined ? usual : Math.max(0, finiteNumber(flag, value))
