import { appendFileSync, statSync } from 'node:fs'
import { fitSummary, summaryLimit } from '../report/summary.ts'
import { ciWords as words } from '../words/ci.ts'
import { isOnGithub, type Terminal } from './terminal.ts'

/** What a job of GitHub Actions is told, unless the command line says not to. */
export interface GithubFlags {
  /** Absent where the command has no such flag: nothing is told then. */
  readonly summary?: boolean
  readonly annotations?: boolean
}

/** A report as GitHub shows it. */
export interface ForGithub {
  markdown(): string
  /** Lines that GitHub obeys. */
  annotations(): string
}

/** Adds the report to the job's summary, and marks what is wrong; nothing where no GitHub runner is. */
export function tellGithub(report: ForGithub, flags: GithubFlags, terminal: Terminal): void {
  const path = terminal.env['GITHUB_STEP_SUMMARY']
  if (flags.summary && path) addSummary(path, report.markdown(), terminal)
  if (!flags.annotations || !isOnGithub(terminal.env)) return
  const lines = report.annotations()
  if (lines !== '') terminal.command(lines)
}

/** A summary is a courtesy: where it cannot be written, that is said, and changes nothing else. */
function addSummary(path: string, markdown: string, { language, say, error }: Terminal): void {
  try {
    const used = statSync(path, { throwIfNoEntry: false })?.size ?? 0
    const separator = used > 0 ? '\n' : ''
    const text = fitSummary(markdown, summaryLimit - used - separator.length, language)
    if (text === undefined) error(say(words.noRoom))
    else appendFileSync(path, `${separator}${text}`)
  } catch (failure) {
    error(say(words.summaryUnwritten(path, failure instanceof Error ? failure.message : String(failure))))
  }
}
