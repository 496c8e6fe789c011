import type { ListingRecord } from '../core/journal.ts'
import { classify } from '../metrics/classify.ts'
import type { ReportRelay } from '../schema/report.ts'
import { clip } from './probe-result.ts'

/** What came of asking a relay for its models. */
export function reportListing(record: ListingRecord): NonNullable<ReportRelay['listing']> {
  return {
    outcome: listingOutcome(record),
    models: record.models?.length ?? null,
    keyed: record.keyed,
    message: record.error ? clip(record.error.message) : null,
  }
}

/** The outcome classes of probes, by the same rules: a listing is an exchange whose answer is a list instead of a text. */
function listingOutcome(record: ListingRecord): string {
  if (record.models) return 'ok'
  const { session, timeline, ending, connection, http, error } = record
  const isPage = http?.contentType?.includes('html') ?? false
  const outcome = classify({
    type: 'observation',
    probeId: 'listing',
    attempt: 1,
    cellId: '',
    round: 0,
    warmup: false,
    session,
    modelId: '',
    adjustments: [],
    streaming: false,
    timeline,
    ending,
    ...(connection && { connection }),
    ...(http && { http }),
    reply: {
      text: '',
      textLength: 0,
      reasoning: '',
      reasoningLength: 0,
      toolCalls: [],
      shape: isPage ? 'html' : 'whole',
      ...(error ? { error } : { malformed: 'no list of models' }),
    },
    stream: { bytes: 0, reads: 0, frames: 0, comments: 0, tokenReadsUs: [], tokenReadChars: [] },
    loopStallMs: 0,
  })
  return outcome
}
