import type { ClientRecord } from '../core/journal.ts'
import type { Distribution, Report } from '../schema/report.ts'
import { distribution } from '../statistics/distribution.ts'
import { median } from '../statistics/quantile.ts'
import { Recorder } from '../statistics/recorder.ts'
import type { CellTally } from './cell-tally.ts'

/** Beyond any of these the client was too busy for its numbers to be believed to the millisecond. */
const limits = { loopDelayMs: 10, loopUtilization: 0.6, lagMs: 10, lagShareOfTtft: 0.05 }

/** How busy we were, over all counted probes; of several sessions the worst is told. */
export function reportClient(
  cells: readonly CellTally[],
  sessions: readonly ClientRecord[],
): Pick<Report['client'], 'lagMs' | 'loopDelayMs' | 'loopUtilization' | 'limited'> {
  const lagMs = distribution(Recorder.merged(cells.map((cell) => cell.lagMs)))
  const ttfts = cells.flatMap(({ metrics }) => [metrics.ttftMs, metrics.ttftColdMs])
  const ttftMs = median(Recorder.merged(ttfts).sample())
  const loopDelayMs = worstDelay(sessions)
  const loopUtilization =
    sessions.length === 0 ? null : Math.max(...sessions.map((session) => session.loopUtilization))
  const limited =
    (loopDelayMs?.p99 ?? 0) > limits.loopDelayMs ||
    (loopUtilization ?? 0) > limits.loopUtilization ||
    tailLag(lagMs) > Math.min(limits.lagMs, (ttftMs ?? Number.POSITIVE_INFINITY) * limits.lagShareOfTtft)
  return { lagMs, loopDelayMs, loopUtilization, limited }
}

function worstDelay(sessions: readonly ClientRecord[]): Report['client']['loopDelayMs'] {
  if (sessions.length === 0) return null
  const worst = (of: (delay: ClientRecord['loopDelayMs']) => number): number =>
    Math.max(...sessions.map(({ loopDelayMs }) => of(loopDelayMs)))
  return { p50: worst(({ p50 }) => p50), p99: worst(({ p99 }) => p99), max: worst(({ max }) => max) }
}

/** The highest quantile of lag that there are enough probes for; 0 when there are too few for any. */
const tailLag = ({ p50, p90, p95, p99 }: Distribution): number => p99 ?? p95 ?? p90 ?? p50 ?? 0
