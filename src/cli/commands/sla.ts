import { type Calendar, calendarOf } from '../../core/calendar.ts'
import { instantOf } from '../../core/clock.ts'
import { inert } from '../../core/inert.ts'
import { pick } from '../../core/registry.ts'
import { UserError } from '../../core/text.ts'
import { type SlaOptions, slaOf } from '../../judge/sla/sla.ts'
import { slaFormat } from '../../report/sla/sla.ts'
import type { Skipped } from '../../schema/nightly.ts'
import type { Sla } from '../../schema/sla.ts'
import { type DatedReport, readNightly } from '../../store/reports.ts'
import { version } from '../../version.ts'
import { slaWords as words } from '../../words/sla.ts'
import { type ExitCode, exitCodeOfVerdicts, exitCodes } from '../exit.ts'
import { shareIn } from '../settings.ts'
import type { Terminal } from '../terminal.ts'

export interface SlaFlags {
  readonly promise?: string
  readonly zone?: string
  readonly at?: string
  readonly failOn?: string
  readonly format?: string
  readonly json?: boolean
}

/** `relaybench sla`: what nightly reports say together. Nothing is sent. */
export function slaCommand(paths: readonly string[], flags: SlaFlags, terminal: Terminal): ExitCode {
  const format = slaFormat(flags.json ? 'json' : (flags.format ?? 'table'))
  const gate = flags.failOn === undefined ? undefined : pick(gates, flags.failOn, words.gateKind).id
  const options = optionsOf(flags)
  const { reports, skipped } = readAll(paths)
  const sla = slaOf(reports, { ...options, skipped })
  if (!sla) {
    terminal.error(nothing(reports, skipped, flags, terminal))
    return exitCodes.nothingMeasured
  }
  terminal.out(format.render(sla, terminal))
  return gate === undefined ? exitCodes.ok : exitCodeOf(sla, gate)
}

const gates = [{ id: 'broken' }, { id: 'undecided' }] as const

function readAll(paths: readonly string[]) {
  const reports: DatedReport[] = []
  const skipped: Skipped[] = []
  for (const found of readNightly(paths))
    if ('report' in found) reports.push(found.report)
    else skipped.push(found.skipped)
  return { reports, skipped }
}

/** Why there is nothing to show, with every file that was looked at. */
function nothing(
  reports: readonly DatedReport[],
  skipped: readonly Skipped[],
  { at }: SlaFlags,
  { say }: Terminal,
): string {
  const head = reports.length > 0 && at !== undefined ? words.nothingYet(at) : words.nothingRead
  const named = skipped.map(({ path, reason }) => words.skipped(inert(path), words.reasons[reason]))
  return [head, ...named].map((text) => say(text)).join('\n')
}

function optionsOf({ promise, zone, at }: SlaFlags): Omit<SlaOptions, 'skipped'> {
  return {
    version,
    calendar: calendarFlag(zone),
    ...(promise !== undefined && { promised: promiseFlag(promise) }),
    ...(at !== undefined && { at: atFlag(at) }),
  }
}

function calendarFlag(zone: string | undefined): Calendar {
  const calendar = calendarOf(zone)
  if (calendar) return calendar
  throw new UserError(words.badZone(zone ?? ''), words.badZoneHint)
}

/** "99.9%" or "0.999". */
function promiseFlag(value: string): number {
  const share = Number(shareIn(value).toFixed(12))
  if (share >= 0.5 && share <= 1) return share
  throw new UserError(words.badPromise(value))
}

function atFlag(text: string): SlaOptions['at'] & object {
  const atMs = instantOf(text)
  if (atMs === undefined) throw new UserError(words.badAt(text))
  return { atMs, text }
}

/** A gate that nothing was promised for must not look passed. */
function exitCodeOf({ relays }: Sla, gate: (typeof gates)[number]['id']): ExitCode {
  const verdicts = relays.flatMap(({ models }) => models.flatMap(({ promise }) => promise?.verdict ?? []))
  return exitCodeOfVerdicts(verdicts.length === 0 ? ['undecided'] : verdicts, gate)
}
