import { dirname } from 'node:path'
import type { Plan } from '../../core/plan.ts'
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
import { policyFrom } from '../policy-flags.ts'
import { positive } from '../settings.ts'
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
  if (!mayRehearse(header.plan)) throw new UserError(words.wrongRun, words.wrongRunHint)
  const found = rehearse(records, header, {
    version,
    policy,
    search: flags.search ?? false,
    relays: relaysFrom(flags),
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

/** @throws UserError when one is named twice */
function relaysFrom({ primary, backup = [] }: FailoverFlags): readonly string[] {
  const relays = [...(primary === undefined ? [] : [primary]), ...backup]
  const again = relays.find((name, i) => relays.indexOf(name) < i)
  if (again !== undefined) throw new UserError(words.twice(again))
  return relays
}

/** Whether requests were made one by one, whatever came of those before. */
function mayRehearse({ load: { shape } }: Plan): boolean {
  switch (shape?.type) {
    case undefined:
    case 'open':
    case 'trace':
      return true
    case 'ladder':
    case 'audit':
    case 'charge':
    case 'failover':
      return false
  }
}
