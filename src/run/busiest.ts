import type { ClientRecord } from '../core/journal.ts'

/** What several threads of one session say of themselves, as one record: of each delay the worst, of pauses the sum. */
export function busiest(own: ClientRecord, others: readonly ClientRecord[]): ClientRecord {
  let all = own
  for (const other of others) all = busier(all, other)
  return all
}

function busier(a: ClientRecord, b: ClientRecord): ClientRecord {
  const waitsLonger = b.loopWaitMs !== undefined && b.loopWaitMs.p99 > (a.loopWaitMs?.p99 ?? 0)
  return {
    ...a,
    loopDelayMs: {
      p50: Math.max(a.loopDelayMs.p50, b.loopDelayMs.p50),
      p99: Math.max(a.loopDelayMs.p99, b.loopDelayMs.p99),
      max: Math.max(a.loopDelayMs.max, b.loopDelayMs.max),
    },
    loopUtilization: Math.max(a.loopUtilization, b.loopUtilization),
    ...(waitsLonger && b.loopWaitMs && { loopWaitMs: b.loopWaitMs }),
    ...(a.gc &&
      b.gc && {
        gc: {
          count: a.gc.count + b.gc.count,
          totalMs: a.gc.totalMs + b.gc.totalMs,
          maxMs: Math.max(a.gc.maxMs, b.gc.maxMs),
        },
      }),
  }
}
