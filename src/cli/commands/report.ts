import { readFileSync } from 'node:fs'
import { UserError } from '../../core/text.ts'
import { judge } from '../../judge/judge.ts'
import { render } from '../../report/index.ts'
import { type Report, reportSchema } from '../../schema/report.ts'
import { readJournal } from '../../store/journal-file.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
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
  const report = path.endsWith('.json') ? readReport(path) : judge(readJournal(path))
  terminal.out(render(report, format, terminal))
  return exitCodes.ok
}

function readReport(path: string): Report {
  const report = readJson(path)
  // As it was read, not as it was parsed: its keys keep their order, and its bytes are the same when printed again.
  if (reportSchema.safeParse(report).success) return report as Report
  throw new UserError({
    en: `${path} is not a relaybench report of a version this program reads`,
    zh: `${path} 不是本程序可读取的 relaybench 报告`,
  })
}

/** Undefined for what is no JSON. @throws UserError when the file cannot be read. */
function readJson(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UserError({ en: `cannot read ${path}: ${why}`, zh: `无法读取 ${path}：${why}` })
  }
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
