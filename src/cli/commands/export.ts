import { statSync } from 'node:fs'
import { pick } from '../../core/registry.ts'
import { UserError } from '../../core/text.ts'
import { type Deployment, type Exporter, type ExportRelay, exporters } from '../../export/index.ts'
import { loadCheckedProfile } from '../../run/checked-profile.ts'
import { JournalWriteError } from '../../store/journal-file.ts'
import { ciWords } from '../../words/ci.ts'
import { exportWords as words } from '../../words/export.ts'
import { exportRelay, type Known, policyFor, profileOf } from '../deployment.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import { loadReport } from '../load-report.ts'
import { type PolicyFlags, policyFrom } from '../policy-flags.ts'
import type { Terminal } from '../terminal.ts'
import { writeWhole } from '../write-whole.ts'

export interface ExportFlags extends PolicyFlags {
  readonly to?: string
  readonly primary?: string
  readonly backup?: readonly string[]
  readonly out?: string
}

/** `relaybench export`: what was chosen, as the programs that will use it want it. Nothing is sent, no key is written. */
export async function exportCommand(path: string, flags: ExportFlags, terminal: Terminal): Promise<ExitCode> {
  if (flags.to === undefined)
    throw new UserError(words.missing('--to'), words.toFlag(exporters.map(({ id }) => id).join(', ')))
  const exporter = pick(exporters, flags.to, words.kind)
  if (flags.primary === undefined) throw new UserError(words.missing('--primary'))
  const known = await knownFrom(path, terminal)
  const names = [flags.primary, ...(flags.backup ?? [])]
  const [primary, ...backups] = names.map((name) => checked(exportRelay(name, known), exporter))
  if (!primary) return exitCodes.ok
  const { policy: measured, basis } = policyFor(
    names.map((name) => name.split('/')[0] ?? name),
    known.report,
  )
  const policy = policyFrom(flags, measured)
  const deployment: Deployment = { relays: [primary, ...backups], policy, basis: terminal.say(basis) }
  const written = exporter.write(deployment)
  if (flags.out === undefined) terminal.out(written)
  else {
    const why = writeWhole(flags.out, written)
    if (why !== undefined) throw new JournalWriteError(ciWords.unsaved(flags.out, why), ciWords.unsavedHint)
  }
  terminal.error(terminal.say(words.keys(deployment.relays.map(({ variable }) => variable).join(', '))))
  return exitCodes.ok
}

function checked(relay: ExportRelay, { id, protocols }: Exporter): ExportRelay {
  if (protocols.length === 0 || protocols.includes(relay.protocol)) return relay
  throw new UserError(words.wrongProtocol(relay.name, relay.protocol, id))
}

/** A folder or a report.json is of a run, everything else a profile. */
async function knownFrom(path: string, terminal: Terminal): Promise<Known> {
  const isRun = path.endsWith('.json') || statSync(path, { throwIfNoEntry: false })?.isDirectory()
  if (!isRun) return { profile: (await loadCheckedProfile(path, { env: terminal.env })).profile }
  const report = loadReport(path)
  return { profile: profileOf(report), report }
}
