import { inertJson } from '../../core/inert.ts'
import type { FailOn } from '../../core/objective.ts'
import { UserError } from '../../core/text.ts'
import { planRun, planWithAllKeys } from '../../plan/plan.ts'
import { planShard } from '../../plan/shard.ts'
import type { LoadedProfile } from '../../profile/parse.ts'
import { resumeState } from '../../run/resume.ts'
import { capInForce, withCap } from '../../run/resume-spending.ts'
import { profileSchema } from '../../schema/profile.ts'
import type { Report } from '../../schema/report.ts'
import { type JournalWriteError, JournalWriter, readJournal } from '../../store/journal-file.ts'
import { cliWords } from '../../words/cli.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit.ts'
import type { GithubFlags } from '../github.ts'
import { type MeasureFlags, measure, type Prepared } from '../measure.ts'
import { otlpFlag, tellOtlp } from '../otlp.ts'
import { describePlan } from '../plan-view.ts'
import { newRunDirectory } from '../run-directory.ts'
import { type SaveFlags, wantedFiles } from '../save.ts'
import {
  budgetFlag,
  failOnFlag,
  type ProfileFlags,
  profileFrom,
  shardFlag,
  workersFlag,
} from '../settings.ts'
import { isOnGithub, type Terminal } from '../terminal.ts'

export interface RunFlags extends ProfileFlags, GithubFlags, MeasureFlags, SaveFlags {
  readonly out?: string
  readonly resume?: string
  /** "2/5": the second of five parts of the plan. */
  readonly shard?: string
  readonly dryRun?: boolean
  readonly json?: boolean
  readonly format?: string
  /** Address of an OpenTelemetry receiver. */
  readonly otlp?: string
}

/** How a finished report is shown. What that takes is loaded when there is one, after the last probe. */
export type Show = (report: Report) => Promise<string>

/** Writes a finished report down elsewhere too. @returns what kept it from that. */
type Keep = (report: Report, failOn: FailOn) => Promise<JournalWriteError | undefined>

/** `relaybench run`: profile → plan → journal → report. */
export async function runCommand(
  path: string | undefined,
  flags: RunFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const { show, keep } = await beginOutput(flags, terminal)
  const prepared = await prepare(path, flags, terminal)
  if (flags.dryRun) {
    terminal.out(
      flags.json
        ? inertJson(prepared.plan)
        : describePlan(prepared.plan, terminal, planWithAllKeys(prepared.loaded).budget),
    )
    return exitCodes.ok
  }
  return carryOut(prepared, flags, show, terminal, keep)
}

/** How the report will be shown and kept. @throws UserError for flags that make no sense, before anything is sent */
export async function beginOutput(
  flags: RunFlags,
  terminal: Terminal,
): Promise<{ readonly show: Show; readonly keep: Keep | undefined }> {
  const format = flags.json ? 'json' : (flags.format ?? 'table')
  // An unknown format is found now; the default one is known.
  if (format !== 'table') (await import('../../report/index.ts')).rendererNamed(format)
  workersFlag(flags.workers)
  failOnFlag(flags)
  otlpFlag(flags.otlp)
  const show: Show = async (report) =>
    (await import('../../report/index.ts')).render(report, format, terminal)
  return { show, keep: await keepingOf(flags, terminal) }
}

/** What `--save` and GitHub Actions want of the report; found out, and loaded, only where one of them wants anything. */
async function keepingOf(flags: RunFlags, terminal: Terminal): Promise<Keep | undefined> {
  const { env } = terminal
  if (wantedFiles(flags).length === 0 && !env['GITHUB_STEP_SUMMARY'] && !isOnGithub(env)) return undefined
  const { keepReport, reportSaves } = await import('../keep-report.ts')
  const saves = reportSaves(flags)
  return async (report, failOn) => keepReport(report, failOn, { saves, flags, terminal })
}

/** Probes, keeps the journal, judges it and shows the report. */
export async function carryOut(
  prepared: Prepared,
  flags: RunFlags,
  show: Show,
  terminal: Terminal,
  keep?: Keep,
): Promise<ExitCode> {
  const { loaded, directory } = prepared
  const { report, unwritten } = await measure(prepared, flags, terminal)
  // On resume the flag is of this command alone: the profile is the journal's.
  const failOn = failOnFlag(flags) ?? loaded.profile.fail_on ?? 'broken'
  terminal.out(await show(report))
  const unsaved = await keep?.(report, failOn)
  for (const problem of [unwritten, unsaved])
    if (problem) terminal.error((await import('../problems.ts')).describeProblem(problem, terminal))
  const untold = await tellOtlp(flags.otlp, report, () => readJournal(directory), terminal)
  closingLines(report, directory, flags, terminal)
  if (unwritten || unsaved) return exitCodes.disk
  return untold ?? exitCodeOf(report, failOn)
}

function closingLines(report: Report, directory: string, flags: RunFlags, terminal: Terminal): void {
  if (flags.quiet) return
  terminal.error(terminal.say(cliWords.wrote(directory)))
  if (report.state === 'budget') terminal.error(terminal.say(cliWords.resumeWithBudget(directory)))
  else if (report.state !== 'finished') terminal.error(terminal.say(cliWords.resumeWith(directory)))
}

async function prepare(path: string | undefined, flags: RunFlags, terminal: Terminal): Promise<Prepared> {
  if (flags.resume !== undefined) return prepareResume(flags.resume, path, flags, terminal)
  if (path === undefined) throw new UserError(cliWords.profileOrResume, cliWords.seeHelp)
  return prepareNew(await profileFrom(path, flags, terminal), flags)
}

/** A new run of a loaded profile. */
export function prepareNew(loaded: LoadedProfile, flags: RunFlags): Prepared {
  const shard = shardFlag(flags.shard)
  const plan = shard ? planShard(loaded, shard) : planRun(loaded)
  const directory = newRunDirectory(flags.out, loaded.name)
  return { loaded, plan, directory, open: () => JournalWriter.create(directory) }
}

/**
 * The plan and the profile's content come from the journal; only the keys are read again, from the profile's file. The
 * budget may be raised.
 * @param path where the profile lies now, if it has moved
 */
async function prepareResume(
  directory: string,
  path: string | undefined,
  flags: RunFlags,
  terminal: Terminal,
): Promise<Prepared> {
  if (flags.slo) throw new UserError(cliWords.sloOfResumed, cliWords.sloAfterwards(directory))
  const records = readJournal(directory)
  const { header, state } = resumeState(records)
  const loaded = await profileFrom(path ?? header.profilePath, {}, terminal)
  const profile = profileSchema.parse(header.profile)
  return {
    loaded: { ...loaded, profile },
    plan: withCap(header.plan, budgetFlag(flags) ?? capInForce(records)),
    directory,
    resumed: state,
    open: () => JournalWriter.resume(directory),
  }
}
