import type { Plan } from '../core/plan.ts'
import { toThousandth } from '../core/round.ts'
import { meanRate } from '../plan/arrivals.ts'
import type { ReportLoad } from '../schema/report.ts'
import { distribution } from '../statistics/distribution.ts'
import { Recorder } from '../statistics/recorder.ts'
import type { Evidence } from './evidence.ts'
import { reportWindow } from './load-window.ts'

/** Whether the probes of a plan arrive at times of their own. */
export const hasArrivals = ({ load }: Plan): boolean =>
  load.shape?.type === 'open' || load.shape?.type === 'trace'

/** What was asked of each relay that was probed, and how fast. */
export const reportLoad = (evidence: Evidence): ReportLoad[] =>
  evidence.asked
    ? []
    : [...new Set(evidence.header.plan.cells.map(({ relay }) => relay))].map((relay) =>
        relayLoad(relay, evidence),
      )

function relayLoad(relay: string, evidence: Evidence): ReportLoad {
  const { concurrency, shape } = evidence.header.plan.load
  const own = evidence.cells().filter(({ cell }) => cell.relay === relay)
  const lags = own.flatMap(({ counted, beyond }) => [counted.scheduleLagMs, beyond.scheduleLagMs])
  const lanes = concurrency[relay] ?? 1
  return {
    relay,
    shape: shapeName(shape),
    lanes,
    arrivals: arrivals(relay, evidence),
    window: reportWindow(evidence.loads.all(relay), lanes, shape),
    lagMs: distribution(Recorder.merged(lags)),
  }
}

/** Questions are asked one after the other, and are not reported as a load. */
const shapeName = (shape: Plan['load']['shape']): ReportLoad['shape'] =>
  shape === undefined || shape.type === 'audit' || shape.type === 'charge' || shape.type === 'failover'
    ? 'closed'
    : shape.type

/** Over all sessions: each resumes the schedule with what was left of it. */
function arrivals(relay: string, { header, schedules }: Evidence): ReportLoad['arrivals'] {
  const own = schedules.filter((schedule) => schedule.relay === relay)
  if (own.length === 0) return null
  const { shape } = header.plan.load
  const sum = (of: (schedule: (typeof own)[number]) => number): number =>
    own.reduce((total, schedule) => total + of(schedule), 0)
  const [due, sent] = [sum((schedule) => schedule.due), sum(({ taken }) => taken)]
  // n arrivals have n − 1 gaps.
  const rate = (count: number, ms: number): number | null =>
    count > own.length && ms > 0 ? toThousandth(((count - own.length) * 1000) / ms) : null
  return {
    requestedPerSecond:
      shape?.type === 'open' || shape?.type === 'trace' ? toThousandth(meanRate(shape)) : null,
    duePerSecond: rate(
      due,
      sum(({ firstDueMs, lastDueMs }) => lastDueMs - firstDueMs),
    ),
    sentPerSecond: rate(
      sent,
      sum(({ firstDueMs, endedMs }) => Math.max(0, endedMs - firstDueMs)),
    ),
    due,
    sent,
  }
}
