import { UserError } from '../../core/text.ts'
import { render } from '../../report/index.ts'
import { ciWords } from '../../words/ci.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit.ts'
import type { GithubFlags } from '../github.ts'
import { keepReport, reportSaves } from '../keep-report.ts'
import { journalOf, loadReport } from '../load-report.ts'
import { otlpFlag, tellOtlp } from '../otlp.ts'
import { type SaveFlags, wantedFiles } from '../save.ts'
import { failOnFlag } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { reportAs } from './report-as.ts'

export interface ReportFlags extends GithubFlags, SaveFlags {
  readonly format?: string
  readonly json?: boolean
  /** A tool by whose definitions to judge. */
  readonly as?: string
  /** Limits to judge by, beside those of the profile or in their place. */
  readonly slo?: readonly string[]
  readonly failOn?: string
  /** Address of an OpenTelemetry receiver. */
  readonly otlp?: string
}

/**
 * `relaybench report`: judges a journal again; the same journal gives the same bytes that the run printed. With
 * `--fail-on` it also leaves with the exit code of the run.
 */
export async function reportCommand(path: string, flags: ReportFlags, terminal: Terminal): Promise<ExitCode> {
  const format = flags.json ? 'json' : (flags.format ?? 'table')
  const failOn = failOnFlag(flags)
  otlpFlag(flags.otlp)
  if (flags.as !== undefined) {
    if (wantedFiles(flags).length > 0) throw new UserError(ciWords.saveWithAs)
    return reportAs(path, flags.as, format, terminal)
  }
  const saves = reportSaves(flags)
  const report = loadReport(path, flags.slo)
  terminal.out(render(report, format, terminal))
  const unsaved = keepReport(report, failOn ?? 'broken', { saves, flags, terminal })
  if (unsaved) throw unsaved
  const untold = await tellOtlp(flags.otlp, report, () => journalOf(path), terminal)
  if (untold !== undefined) return untold
  return failOn === undefined ? exitCodes.ok : exitCodeOf(report, failOn)
}
