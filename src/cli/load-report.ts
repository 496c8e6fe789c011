import type { JournalRecord } from '../core/journal.ts'
import { withLimits } from '../core/slo.ts'
import { UserError } from '../core/text.ts'
import { judge } from '../judge/judge.ts'
import { limitsFrom } from '../profile/slo.ts'
import type { Report } from '../schema/report.ts'
import { readJournal } from '../store/journal-file.ts'
import { cliWords } from '../words/cli.ts'
import { readReport } from './read-report.ts'

/**
 * The report of a run: of a folder or journal by judging it again, of a `.json` file as it was written.
 * @param slo limits such as "ttft_p95 < 2s", beside those of its profile or in their place
 * @throws UserError when it cannot be read, is no report, or has no journal to hold new limits against.
 */
export function loadReport(path: string, slo?: readonly string[]): Report {
  if (path.endsWith('.json')) {
    if (slo) throw new UserError(cliWords.sloNeedsJournal)
    return readReport(path)
  }
  const records = readJournal(path)
  return judge(slo ? limited(records, slo) : records)
}

/** The records behind a report; none where it was read as it was written. */
export const journalOf = (path: string): Iterable<JournalRecord> =>
  path.endsWith('.json') ? [] : readJournal(path)

/** The same records, with limits in the profile of the header. They can be read several times, as the journal can. */
const limited = (records: Iterable<JournalRecord>, slo: readonly string[]): Iterable<JournalRecord> => ({
  *[Symbol.iterator]() {
    for (const record of records) yield record.type === 'run' ? withSlo(record, slo) : record
  },
})

function withSlo(header: Extract<JournalRecord, { type: 'run' }>, slo: readonly string[]): typeof header {
  const profile = typeof header.profile === 'object' && header.profile !== null ? header.profile : {}
  const declared = 'slo' in profile ? profile.slo : undefined
  return { ...header, profile: withLimits(profile, limitsFrom(slo, declared)) }
}
