import { inertJson } from '../../core/inert.ts'
import type { JournalRecord } from '../../core/journal.ts'
import type { FailOn } from '../../core/objective.ts'
import type { Observation } from '../../core/observation.ts'
import type { Plan } from '../../core/plan.ts'
import { UserError } from '../../core/text.ts'
import { planRun, planWithAllKeys } from '../../plan/plan.ts'
import type { LoadedProfile } from '../../profile/parse.ts'
import { resumeState } from '../../run/resume.ts'
import { capInForce, withCap } from '../../run/resume-spending.ts'
import { run } from '../../run/run.ts'
import type { ResumeState } from '../../run/run-options.ts'
import { profileSchema } from '../../schema/profile.ts'
import type { Report } from '../../schema/report.ts'
import { holdsRun, JournalWriteError, JournalWriter, readJournal } from '../../store/journal-file.ts'
import { cliWords } from '../../words/cli.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit.ts'
import type { GithubFlags } from '../github.ts'
import { listenForInterrupts } from '../interrupts.ts'
import { describePlan } from '../plan-view.ts'
import { Progress } from '../progress.ts'
import { newRunDirectory, writeReport } from '../run-directory.ts'
import { budgetFlag, failOnFlag, type ProfileFlags, profileFrom, workersFlag } from '../settings.ts'
import { isOnGithub, type Terminal } from '../terminal.ts'
import { verboseLine } from '../verbose.ts'

export interface RunFlags extends ProfileFlags, GithubFlags {
  readonly out?: string
  readonly resume?: string
  readonly dryRun?: boolean
  /** Absent where the command has no such flag: nothing is calibrated then. */
  readonly calibration?: boolean
  readonly control?: boolean
  readonly workers?: string
  readonly json?: boolean
  readonly format?: string
  readonly save?: readonly string[]
  readonly quiet?: boolean
  readonly verbose?: boolean
}

/** How a finished report is shown. What that takes is loaded when there is one, after the last probe. */
export type Show = (report: Report) => Promise<string>

/** Writes a finished report down elsewhere too. @returns what kept it from that. */
type Keep = (report: Report, failOn: FailOn) => Promise<JournalWriteError | undefined>

/** A run that is ready to begin or to go on. */
interface Prepared {
  readonly loaded: LoadedProfile
  readonly plan: Plan
  readonly directory: string
  readonly resumed?: ResumeState
  /** Answers of stored references, which go into the journal first. */
  readonly stored?: readonly Observation[]
  open(): JournalWriter
}

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
  const show: Show = async (report) =>
    (await import('../../report/index.ts')).render(report, format, terminal)
  return { show, keep: await keepingOf(flags, terminal) }
}

/** What `--save` and GitHub Actions want of the report; found out, and loaded, only where one of them wants anything. */
async function keepingOf(flags: RunFlags, terminal: Terminal): Promise<Keep | undefined> {
  const { env } = terminal
  if (!flags.save && !env['GITHUB_STEP_SUMMARY'] && !isOnGithub(env)) return undefined
  const { keepReport, reportSaves } = await import('../keep-report.ts')
  const saves = reportSaves(flags.save)
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
  const { loaded, plan, directory, resumed, stored } = prepared
  const journal = prepared.open()
  const progress = flags.quiet
    ? undefined
    : new Progress(terminal, plan, resumed ?? { finished: new Set(), spentUsd: 0 })
  const say = (text: string) => (progress ? progress.say(text) : terminal.error(text))
  const interrupts = listenForInterrupts(() => say(terminal.say(cliWords.stopping)))
  let diskFull: JournalWriteError | undefined
  try {
    await progress?.start()
    await run(plan, loaded, {
      onRecord: (record: JournalRecord) => {
        journal.append(record)
        progress?.seen(record)
        if (flags.verbose) for (const line of verboseLine(record)) say(line)
      },
      keepRecords: false,
      calibrate: flags.calibration ?? false,
      control: flags.control ?? false,
      workers: workersFlag(flags.workers),
      stop: interrupts.stop,
      abort: interrupts.abort,
      ...(resumed && { resumed }),
      ...(stored && { stored }),
      env: terminal.env,
    })
  } catch (error) {
    // Without its first line a journal has nothing to be judged.
    if (!(error instanceof JournalWriteError) || !holdsRun(directory)) throw error
    diskFull = error
  } finally {
    progress?.stop()
    interrupts.close()
    journal.close()
  }
  const [{ judge }, { render }] = await Promise.all([
    import('../../judge/judge.ts'),
    import('../../report/index.ts'),
  ])
  const report = judge(readJournal(directory))
  // On resume the flag is of this command alone: the profile is the journal's.
  const failOn = failOnFlag(flags) ?? loaded.profile.fail_on ?? 'broken'
  const unwritten = diskFull ?? writeReport(directory, render(report, 'json', terminal))
  terminal.out(await show(report))
  const unsaved = await keep?.(report, failOn)
  for (const problem of [unwritten, unsaved])
    if (problem) terminal.error((await import('../problems.ts')).describeProblem(problem, terminal))
  closingLines(report, directory, flags, terminal)
  return unwritten || unsaved ? exitCodes.disk : exitCodeOf(report, failOn)
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
  const plan = planRun(loaded)
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
