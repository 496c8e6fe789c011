import { readFileSync } from 'node:fs'
import { UserError } from '../../core/text.ts'
import { judge } from '../../judge/judge.ts'
import { render } from '../../report/index.ts'
import { type Report, reportSchema } from '../../schema/report.ts'
import { readJournal } from '../../store/journal-file.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import type { Terminal } from '../terminal.ts'

export interface ReportFlags {
  readonly format?: string
  readonly json?: boolean
}

/** `relaybench report`: judges a journal again; the same journal gives the same bytes that the run printed. */
export async function reportCommand(path: string, flags: ReportFlags, terminal: Terminal): Promise<ExitCode> {
  const report = path.endsWith('.json') ? readReport(path) : judge(readJournal(path))
  terminal.out(render(report, flags.json ? 'json' : (flags.format ?? 'table'), terminal))
  return exitCodes.ok
}

function readReport(path: string): Report {
  const parsed = reportSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (parsed.success) return parsed.data
  throw new UserError({
    en: `${path} is not a relaybench report of a version this program reads`,
    zh: `${path} 不是本程序可读取的 relaybench 报告`,
  })
}
