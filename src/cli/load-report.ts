import { judge } from '../judge/judge.ts'
import type { Report } from '../schema/report.ts'
import { readJournal } from '../store/journal-file.ts'
import { readReport } from './read-report.ts'

/**
 * The report of a run: of a folder or journal by judging it again, of a `.json` file as it was written.
 * @throws UserError when it cannot be read, or is no report.
 */
export const loadReport = (path: string): Report =>
  path.endsWith('.json') ? readReport(path) : judge(readJournal(path))
