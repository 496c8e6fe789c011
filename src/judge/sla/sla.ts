import { type Calendar, daysBetween } from '../../core/calendar.ts'
import type { Ms } from '../../core/clock.ts'
import { groupBy } from '../../core/group.ts'
import type { Dated, Skipped } from '../../schema/nightly.ts'
import type { Sla, SlaDay, SlaModel, SlaRelay } from '../../schema/sla.ts'
import { driftAlpha } from '../../statistics/drift.ts'
import { promiseAlpha } from '../../statistics/promise-evidence.ts'
import { incidentsOf } from './incidents.ts'
import { latencyOf } from './latency.ts'
import { listingsOf } from './listings.ts'
import { type ModelNights, nightsOf, type RelayNights, total } from './nights.ts'
import { peakOf } from './peak.ts'
import { judgePromise, type Promised, promiseOf } from './verdict.ts'
import { windowsOf } from './windows.ts'

export interface SlaOptions {
  readonly version: string
  readonly calendar: Calendar
  /** Where all windows end; the last report's time when absent. */
  readonly at?: { readonly atMs: Ms; readonly text: string }
  /** Of every relay, whatever it declares. */
  readonly promised?: number
  readonly skipped: readonly Skipped[]
}

/** The long view: what nightly reports, in any order, say together. Undefined when there is none up to the end. */
export function slaOf(all: readonly Dated[], options: SlaOptions): Sla | undefined {
  const ordered = all.toSorted((a, b) => a.atMs - b.atMs)
  const endMs = options.at?.atMs ?? ordered.at(-1)?.atMs ?? 0
  const reports = ordered.filter(({ atMs }) => atMs <= endMs)
  const [first, last] = [reports[0], reports.at(-1)]
  if (!first || !last) return undefined
  return {
    schema: 'relaybench.sla/1',
    version: options.version,
    at: options.at?.text ?? last.report.startedAt,
    zone: options.calendar.zone,
    reports: reports.length,
    first: first.report.startedAt,
    last: last.report.startedAt,
    vantages: [...new Set(reports.map(({ report }) => report.vantage))],
    later: ordered.length - reports.length,
    alpha: { promise: promiseAlpha, change: driftAlpha },
    relays: nightsOf(reports).map((relay) => relayOf(relay, reports, endMs, options)),
    skipped: options.skipped.map((each) => ({ ...each })),
  }
}

function relayOf(
  { relay, line, models }: RelayNights,
  reports: readonly Dated[],
  endMs: Ms,
  { calendar, promised }: SlaOptions,
): SlaRelay {
  const promise =
    promised === undefined ? promiseOf({ relay, line }, reports) : { promised, source: 'flag' as const }
  return {
    ...{ relay, line },
    models: models.map((each) => modelOf(each, promise, endMs, calendar)),
    ...incidentsOf(models),
    listing: listingsOf(relay, reports, endMs),
    calendar: calendarDays(models, endMs, calendar),
  }
}

function modelOf(
  { model, nights }: ModelNights,
  promise: Promised | null,
  endMs: Ms,
  calendar: Calendar,
): SlaModel {
  return {
    model,
    firstDay: calendar.dayOf(nights[0]?.atMs ?? endMs),
    windows: windowsOf(nights, endMs, promise?.promised ?? null),
    promise: promise && judgePromise(promise, nights),
    latency: latencyOf(nights, calendar),
    ...peakOf(nights, calendar),
  }
}

/** Two years: what is older is in the figures, not in the strip. */
const mostDays = 731

/** Every local day up to the end, all models together; days without a report are there, with nothing. */
function calendarDays(models: readonly ModelNights[], endMs: Ms, calendar: Calendar): SlaDay[] {
  const nights = models.flatMap((model) => model.nights)
  const byDay = groupBy(nights, ({ atMs }) => calendar.dayOf(atMs))
  const firstMs = nights.reduce((least, { atMs }) => Math.min(least, atMs), endMs)
  return daysBetween(calendar.dayOf(firstMs), calendar.dayOf(endMs), mostDays).map((day) => {
    const own = byDay.get(day) ?? []
    const { n, failed } = total(own)
    return { day, nights: new Set(own.map(({ atMs }) => atMs)).size, probes: n, failed }
  })
}
