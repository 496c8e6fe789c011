import type { ReportLadder } from '../../src/schema/report.ts'
import { around } from './fixture.ts'

/** A ladder that was climbed to its knee. */
export const ladder: ReportLadder = {
  cell: 'c1',
  relay: 'poloai',
  line: null,
  model: 'gpt-x',
  mode: 'stream',
  steps: [1, 2].map((concurrency) => ({
    concurrency,
    n: 20,
    opening: concurrency,
    ok: 22 - concurrency * 2,
    windowMs: 9_000,
    requestsPerSecond: 2.1 * concurrency,
    outputTokensPerSecond: 80 * concurrency,
    ttftMs: around(300 * concurrency, 20),
    e2eMs: around(900 * concurrency, 20),
    outcomes: concurrency === 1 ? { ok: 21 } : { ok: 17, 'rate-limited': 5 },
  })),
  ended: 'errors',
  endedAt: 2,
  broken: [],
  knee: 1,
  ceiling: { refusals: 5, refusedFrom: 2, acceptedTo: 1, inFlight: 1, kind: 'requests' },
  statedLimits: { 'x-ratelimit-limit-requests': '60' },
  retryAfter: { statedMs: 2_000, tested: 1, accepted: 0, honest: false },
}
