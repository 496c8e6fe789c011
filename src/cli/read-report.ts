import { readFileSync } from 'node:fs'
import { UserError } from '../core/text.ts'
import { type Report, reportSchema } from '../schema/report.ts'

/** A report.json. @throws UserError when it cannot be read, or is of another version. */
export function readReport(path: string): Report {
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
