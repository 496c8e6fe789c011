import type { LoadShape } from '../core/plan.ts'
import { toThousandth } from '../core/round.ts'
import type { ReportLoad } from '../schema/report.ts'
import type { LoadEvidence } from './load-evidence.ts'

/** Off by more than this share, and the load was no steady one. */
const littleTolerance = 0.1
/** With fewer requests than this, or than so many times those in flight, the edges of the window weigh too much. */
const fewestRequests = 10
const requestsPerLane = 5

/** What happened inside the windows of one relay's sessions, summed up. */
interface Inside {
  readonly us: number
  readonly opening: number
  readonly sent: number
  readonly answers: number
  readonly microTokens: number
  /** ∫ requests in flight dt, µs. */
  readonly inFlightUs: number
  /** Sum of the times in the system of the requests sent inside, µs. */
  readonly timeUs: number
}

/**
 * Rates of one relay while its load was steady: from the end of the opening wave to the last counted send, after which
 * the load runs dry. The opening wave is over when as many requests have gone out as there are lanes; where they arrive
 * at times of their own, when the first counted one has been answered. Edges lie on those of bins, 10 ms or more wide.
 * Null when no session has such a window.
 */
export function reportWindow(
  sessions: readonly LoadEvidence[],
  lanes: number,
  shape: LoadShape | undefined,
): ReportLoad['window'] {
  if (shape?.type === 'ladder') return null
  const windows = sessions.flatMap((session) => inside(session, lanes, shape))
  const sum = (of: (window: Inside) => number): number =>
    windows.reduce((total, window) => total + of(window), 0)
  const us = sum((window) => window.us)
  if (us === 0) return null
  const perSecond = (count: number): number => toThousandth((count * 1e6) / us)
  const sent = sum((window) => window.sent)
  const meanInFlight = sum(({ inFlightUs }) => inFlightUs) / us
  return {
    ms: us / 1000,
    openingWave: sum(({ opening }) => opening),
    warmup: sessions.reduce((total, { warmups }) => total + warmups, 0),
    sent,
    sentPerSecond: perSecond(sent),
    answersPerSecond: perSecond(sum(({ answers }) => answers)),
    outputTokensPerSecond: sessions.some(({ withUsage }) => withUsage > 0)
      ? perSecond(sum(({ microTokens }) => microTokens) / 1e6)
      : null,
    meanInFlight: toThousandth(meanInFlight),
    ...little(
      sent,
      meanInFlight,
      sum(({ inFlightUs }) => inFlightUs),
      sum(({ timeUs }) => timeUs),
    ),
  }
}

/**
 * Little's law, L = λW: what was in flight on average, over rate × mean time in the system. 1 in a steady state;
 * below when answers took longer and longer, above when a queue of before was worked off.
 * @see Little, "A Proof for the Queuing Formula: L = λW", Operations Research 9 (1961)
 */
function little(
  sent: number,
  meanInFlight: number,
  inFlightUs: number,
  timeUs: number,
): Pick<NonNullable<ReportLoad['window']>, 'littleRatio' | 'steady'> {
  if (sent < Math.max(fewestRequests, requestsPerLane * meanInFlight) || timeUs === 0)
    return { littleRatio: null, steady: null }
  const ratio = inFlightUs / timeUs
  return { littleRatio: toThousandth(ratio), steady: Math.abs(ratio - 1) <= littleTolerance }
}

function inside(evidence: LoadEvidence, lanes: number, shape: LoadShape | undefined): readonly Inside[] {
  const { bins, firstCounted, lastCountedMs } = evidence
  if (!firstCounted) return []
  const openingUs =
    shape === undefined
      ? Math.max(firstCounted.sentMs * 1000, waveEndUs(evidence, lanes))
      : firstCounted.endMs * 1000
  const from = Math.ceil(openingUs / bins.widthUs)
  const to = Math.floor((lastCountedMs * 1000) / bins.widthUs)
  if (from >= to) return []
  let inFlight = 0
  const sums = { opening: 0, sent: 0, answers: 0, microTokens: 0, inFlightUs: 0, timeUs: 0 }
  for (const [i, bin] of bins.bins.slice(0, to).entries()) {
    if (i < from) sums.opening += bin.countedSends
    else {
      sums.sent += bin.sends
      sums.answers += bin.answers
      sums.microTokens += bin.microTokens
      sums.inFlightUs += inFlight * bins.widthUs + bin.sendRestUs - bin.endRestUs
      sums.timeUs += bin.timeUs
    }
    inFlight += bin.sends - bin.ends
  }
  return [{ us: (to - from) * bins.widthUs, ...sums }]
}

/** End of the bin in which as many requests have gone out as there are lanes. */
function waveEndUs({ bins }: LoadEvidence, lanes: number): number {
  let sent = 0
  const index = bins.bins.findIndex((bin) => {
    sent += bin.sends
    return sent >= lanes
  })
  return index < 0 ? Number.POSITIVE_INFINITY : (index + 1) * bins.widthUs
}
