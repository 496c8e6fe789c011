import { inertJson } from '../../core/inert.ts'
import { planCharge } from '../../plan/charge.ts'
import { JournalWriter } from '../../store/journal-file.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import { describePlan } from '../plan-view.ts'
import { newRunDirectory } from '../run-directory.ts'
import { positive, profileFrom } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { beginOutput, carryOut, type RunFlags } from './run.ts'

export interface CostFlags extends RunFlags {
  readonly times?: string
  readonly idle?: string
  readonly settle?: string
  readonly poll?: string
}

/** `relaybench cost`: as a run, but what is asked are batches of different mixes, with the balance read between them. */
export async function costCommand(path: string, flags: CostFlags, terminal: Terminal): Promise<ExitCode> {
  const { show, keep } = await beginOutput(flags, terminal)
  const loaded = await profileFrom(path, flags, terminal)
  const plan = planCharge(loaded, {
    times: Math.ceil(numberFrom('times', flags.times, 1)),
    idleMs: 1_000 * numberFrom('idle', flags.idle, 15),
    settleMs: 1_000 * numberFrom('settle', flags.settle, 120),
    pollMs: 1_000 * numberFrom('poll', flags.poll, 3),
  })
  if (flags.dryRun) {
    terminal.out(flags.json ? inertJson(plan) : describePlan(plan, terminal))
    return exitCodes.ok
  }
  const directory = newRunDirectory(flags.out, `${loaded.name}-cost`)
  const prepared = { loaded, plan, directory, open: () => JournalWriter.create(directory) }
  return carryOut(prepared, flags, show, terminal, keep)
}

/** @throws UserError when it is not a number above 0 */
const numberFrom = (flag: string, value: string | undefined, usual: number): number =>
  value === undefined ? usual : positive(flag, value)
