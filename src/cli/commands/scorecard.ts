import { scorecard } from '../../judge/scorecard.ts'
import { renderScorecard } from '../../report/scorecard.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import { loadReport } from '../load-report.ts'
import type { Terminal } from '../terminal.ts'

/** `relaybench scorecard`: a report as a buyer reads it, relay by relay. */
export function scorecardCommand(
  path: string,
  flags: { readonly format?: string },
  terminal: Terminal,
): ExitCode {
  terminal.out(renderScorecard(scorecard(loadReport(path)), flags.format ?? 'table', terminal))
  return exitCodes.ok
}
