import { render } from '../../report/index.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import { loadReport } from '../load-report.ts'
import type { Terminal } from '../terminal.ts'
import { reportAs } from './report-as.ts'

export interface ReportFlags {
  readonly format?: string
  readonly json?: boolean
  /** A tool by whose definitions to judge. */
  readonly as?: string
}

/** `relaybench report`: judges a journal again; the same journal gives the same bytes that the run printed. */
export async function reportCommand(path: string, flags: ReportFlags, terminal: Terminal): Promise<ExitCode> {
  const format = flags.json ? 'json' : (flags.format ?? 'table')
  if (flags.as !== undefined) return reportAs(path, flags.as, format, terminal)
  terminal.out(render(loadReport(path), format, terminal))
  return exitCodes.ok
}
