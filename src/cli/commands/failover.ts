import { dirname } from 'node:path'
import { usualPolicy } from '../../core/policy.ts'
import { UserError } from '../../core/text.ts'
import { rehearse } from '../../judge/failover/failover.ts'
import { failoverFormat } from '../../report/failover.ts'
import { readJournal } from '../../store/journal-file.ts'
import { version } from '../../version.ts'
import { cliWords } from '../../words/cli.ts'
import { failoverWords as words } from '../../words/failover.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import type { FailoverFlags } from '../failover-flags.ts'
import { policyFrom, positive } from '../policy-flags.ts'
import type { Terminal } from '../terminal.ts'

/** `relaybench failover`: what a policy would have made of a recorded run, and with `--live` what it makes of the relays now. */
export async function failoverCommand(
  path: string,
  flags: FailoverFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const format = failoverFormat(flags.json ? 'json' : (flags.format ?? 'table'))
  const policy = policyFrom(flags, usualPolicy)
  if (flags.search && (flags.primary !== undefined || flags.backup !== undefined))
    throw new UserError(words.searchChooses)
  if (flags.primary === undefined && !flags.search) throw new UserError(words.nobody, cliWords.seeHelp)
  const records = readJournal(path.endsWith('.json') ? dirname(path) : path)
  const [header] = records
  if (header?.type !== 'run') throw new UserError(words.needsJournal(path))
  const found = rehearse(records, header, {
    version,
    policy,
    search: flags.search ?? false,
    relays: [...(flags.primary === undefined ? [] : [flags.primary]), ...(flags.backup ?? [])],
    ...(flags.model !== undefined && { model: flags.model }),
    ...(flags.requests !== undefined && {
      requests: Math.max(1, Math.round(positive('requests', flags.requests))),
    }),
  })
  if (!flags.live) {
    terminal.out(format.render(found, terminal))
    return exitCodes.ok
  }
  const { runLive } = await import('../failover-live.ts')
  const { code, compared } = await runLive(found, header, flags, terminal)
  terminal.out(format.render(compared, terminal))
  return code
}
