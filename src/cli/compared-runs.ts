import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../core/text.ts'
import { type CellRounds, roundsOf } from '../judge/compare/rounds.ts'
import { judge } from '../judge/judge.ts'
import type { Report } from '../schema/report.ts'
import { holdsRun, readJournal, reportName } from '../store/journal-file.ts'
import { compareWords as words } from '../words/compare.ts'
import { readReport } from './read-report.ts'

/**
 * The reports that a path stands for: a report, a run (whose journal is judged anew), or all runs in a folder, by name.
 * @throws UserError when there is none, or one of them cannot be read.
 */
export function readReports(path: string): readonly Report[] {
  const own = readRun(path)
  if (own) return [own]
  const inside = isFolder(path) ? readdirSync(path).sort() : []
  const reports = inside
    .map((name) => join(path, name))
    .filter(isFolder)
    .flatMap((folder) => readRun(folder) ?? [])
  if (reports.length === 0) throw new UserError(words.noReports(path), words.noReportsHint)
  return reports
}

/** What came of each round of a run; nothing where only its report was kept. */
export const readRounds = (path: string): ReadonlyMap<string, CellRounds> =>
  hasJournal(path) ? roundsOf(readJournal(path)) : new Map()

function readRun(path: string): Report | undefined {
  if (hasJournal(path)) return judge(readJournal(path))
  if (path.endsWith('.json')) return readReport(path)
  const report = join(path, reportName)
  return existsSync(report) ? readReport(report) : undefined
}

const hasJournal = (path: string): boolean => path.endsWith('.ndjson') || (isFolder(path) && holdsRun(path))

export const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
