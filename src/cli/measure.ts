import type { JournalRecord } from '../core/journal.ts'
import type { Observation } from '../core/observation.ts'
import type { Plan } from '../core/plan.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { run } from '../run/run.ts'
import type { ResumeState } from '../run/run-options.ts'
import type { Report } from '../schema/report.ts'
import { holdsRun, JournalWriteError, type JournalWriter, readJournal } from '../store/journal-file.ts'
import { cliWords } from '../words/cli.ts'
import { type Interrupts, listenForInterrupts } from './interrupts.ts'
import { Progress } from './progress.ts'
import { writeReport } from './run-directory.ts'
import { workersFlag } from './settings.ts'
import type { Terminal } from './terminal.ts'
import { verboseLine } from './verbose.ts'

/** A run that is ready to begin or to go on. */
export interface Prepared {
  readonly loaded: LoadedProfile
  readonly plan: Plan
  readonly directory: string
  readonly resumed?: ResumeState
  /** Answers of stored references, which go into the journal first. */
  readonly stored?: readonly Observation[]
  open(): JournalWriter
}

export interface MeasureFlags {
  /** Absent where the command has no such flag: nothing is calibrated then. */
  readonly calibration?: boolean
  readonly control?: boolean
  readonly workers?: string
  readonly quiet?: boolean
  readonly verbose?: boolean
}

/** What a command does while a run is under way. */
export interface Meanwhile {
  /** Its own; absent: Ctrl-C ends the run. */
  readonly interrupts?: Interrupts
  readonly onRecord?: (record: JournalRecord) => void
}

export interface Measured {
  readonly report: Report
  /** What kept the journal or the report from being written. */
  readonly unwritten: JournalWriteError | undefined
}

/** Probes, keeps the journal and judges it. */
export async function measure(
  prepared: Prepared,
  flags: MeasureFlags,
  terminal: Terminal,
  meanwhile: Meanwhile = {},
): Promise<Measured> {
  const { directory } = prepared
  const diskFull = await probe(prepared, flags, terminal, meanwhile)
  const [{ judge }, { render }] = await Promise.all([
    import('../judge/judge.ts'),
    import('../report/index.ts'),
  ])
  const report = judge(readJournal(directory))
  return { report, unwritten: diskFull ?? writeReport(directory, render(report, 'json', terminal)) }
}

/** @returns what kept the journal from being written to its end */
async function probe(
  { loaded, plan, directory, resumed, stored, open }: Prepared,
  flags: MeasureFlags,
  terminal: Terminal,
  meanwhile: Meanwhile,
): Promise<JournalWriteError | undefined> {
  const journal = open()
  const progress = flags.quiet
    ? undefined
    : new Progress(terminal, plan, resumed ?? { finished: new Set(), spentUsd: 0 })
  const say = (text: string) => (progress ? progress.say(text) : terminal.error(text))
  const interrupts = meanwhile.interrupts ?? listenForInterrupts(() => say(terminal.say(cliWords.stopping)))
  try {
    await progress?.start()
    await run(plan, loaded, {
      onRecord: (record: JournalRecord) => {
        journal.append(record)
        progress?.seen(record)
        meanwhile.onRecord?.(record)
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
    return undefined
  } catch (error) {
    // Without its first line a journal has nothing to be judged.
    if (error instanceof JournalWriteError && holdsRun(directory)) return error
    throw error
  } finally {
    progress?.stop()
    if (!meanwhile.interrupts) interrupts.close()
    journal.close()
  }
}
