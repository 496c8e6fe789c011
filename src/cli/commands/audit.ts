import { inertJson } from '../../core/inert.ts'
import { type Depth, depths } from '../../core/plan.ts'
import { pick } from '../../core/registry.ts'
import { planAudit } from '../../plan/audit.ts'
import { JournalWriter } from '../../store/journal-file.ts'
import { auditWords } from '../../words/audits/audit.ts'
import { describeAudits } from '../audit-view.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import { newRunDirectory } from '../run-directory.ts'
import { profileFrom } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { beginOutput, carryOut, type RunFlags } from './run.ts'

export interface AuditFlags extends RunFlags {
  readonly depth?: string
  readonly tests?: readonly string[]
}

/** `relaybench audit`: as a run, but what is asked are the questions of audits. */
export async function auditCommand(path: string, flags: AuditFlags, terminal: Terminal): Promise<ExitCode> {
  const { show, keep } = await beginOutput(flags, terminal)
  const depth = depthFrom(flags.depth)
  const tests = flags.tests?.flatMap((each) => each.split(',')).map((each) => each.trim())
  const loaded = await profileFrom(path, flags, terminal)
  const plan = planAudit(loaded, { depth, ...(tests && { tests }) })
  if (flags.dryRun) {
    terminal.out(flags.json ? inertJson(plan) : describeAudits(plan, loaded.profile, terminal))
    return exitCodes.ok
  }
  const directory = newRunDirectory(flags.out, `${loaded.name}-audit`)
  const prepared = { loaded, plan, directory, open: () => JournalWriter.create(directory) }
  return carryOut(prepared, flags, show, terminal, keep)
}

/** @throws UserError when it is none of the choices */
const depthFrom = (depth: string | undefined): Depth =>
  depth === undefined
    ? 'standard'
    : pick(
        depths.map((id) => ({ id })),
        depth,
        auditWords.depthKind,
      ).id
