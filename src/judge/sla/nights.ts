import type { Ms } from '../../core/clock.ts'
import { groupBy } from '../../core/group.ts'
import type { Dated, Nightly, NightlyCell } from '../../schema/nightly.ts'

/** Counted probes, and those of them that failed. */
export interface Count {
  readonly n: number
  readonly failed: number
}

/** Counts of several nights, cells or models together. */
export const total = (counts: readonly Count[]): Count =>
  counts.reduce((sum, { n, failed }) => ({ n: sum.n + n, failed: sum.failed + failed }), { n: 0, failed: 0 })

/** What one report says of one model at one relay, all modes and protocols together. */
export interface Night {
  readonly atMs: Ms
  readonly startedAt: string
  /** Counted probes, our own failures left out; at least one. */
  readonly n: number
  readonly failed: number
  /** The same with rate-limited probes left out. */
  readonly without429: Count
  readonly outcomes: ReadonlyMap<string, number>
  readonly medians: readonly NightMedian[]
}

/** The median of one report in one mode. */
export interface NightMedian {
  readonly metric: 'ttft' | 'e2e'
  readonly mode: 'stream' | 'whole'
  readonly protocol: string
  /** +∞ where the median probe failed. */
  readonly ms: number
}

/** The nights of one model at one relay, in order. */
export interface ModelNights {
  readonly model: string
  readonly nights: readonly Night[]
}

/** All that the reports, in order, hold of one relay. */
export interface RelayNights {
  readonly relay: string
  readonly line: string | null
  readonly models: readonly ModelNights[]
}

/** Reports by relay and model. Nights in which nothing of a model was counted say nothing of it. */
export function nightsOf(reports: readonly Dated[]): readonly RelayNights[] {
  const relays = new Map<string, { relay: string; line: string | null; models: Map<string, Night[]> }>()
  for (const { atMs, report } of reports)
    for (const [key, cells] of cellsByRelay(report)) {
      const [first] = cells
      if (!first) continue
      const entry = relays.get(key) ?? { relay: first.relay, line: first.line, models: new Map() }
      relays.set(key, entry)
      for (const [model, own] of groupBy(cells, (cell) => cell.model)) {
        const night = nightOf(own, atMs, report.startedAt)
        if (night.n > 0) append(entry.models, model, night)
      }
    }
  return [...relays.values()].map(({ relay, line, models }) => ({
    relay,
    line,
    models: [...models].map(([model, nights]) => ({ model, nights })),
  }))
}

/** What tells relays apart, lines of one relay too. */
export const relayKey = ({ relay, line }: { readonly relay: string; readonly line: string | null }): string =>
  JSON.stringify([relay, line])

const cellsByRelay = ({ cells }: Nightly) => groupBy(cells, relayKey)

function append(models: Map<string, Night[]>, model: string, night: Night): void {
  const nights = models.get(model)
  if (nights) nights.push(night)
  else models.set(model, [night])
}

function nightOf(cells: readonly NightlyCell[], atMs: Ms, startedAt: string): Night {
  const outcomes = new Map<string, number>()
  for (const [outcome, count] of cells.flatMap((cell) => Object.entries(cell.outcomes)))
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count)
  return {
    atMs,
    startedAt,
    ...total(cells.map((cell) => countOf(cell.availability, cell))),
    without429: total(cells.map((cell) => countOf(cell.availabilityWithout429 ?? cell.availability, cell))),
    outcomes,
    medians: cells.flatMap(medianOf),
  }
}

/** Reports of old may have no rate: then by what was sent. */
function countOf(rate: NightlyCell['availability'], { sent, ok }: NightlyCell): Count {
  if (!rate) return { n: Math.max(sent, ok), failed: Math.max(0, sent - ok) }
  return { n: rate.n, failed: rate.n - Math.round(rate.n * (rate.value ?? 0)) }
}

/** The first token of a stream, the whole of an answer that is none. Nothing where our own machine was too busy. */
function medianOf(cell: NightlyCell): readonly NightMedian[] {
  const { mode, protocol, clientLimited } = cell
  const metric = mode === 'stream' ? 'ttft' : 'e2e'
  const [all, answered] = mode === 'stream' ? [cell.ttftAllMs, cell.ttftMs] : [cell.e2eAllMs, cell.e2eMs]
  const { n, p50 } = all ?? answered ?? { n: 0, p50: null }
  if (clientLimited || n < fewestForMedian || (p50 === null && !all)) return []
  return [{ metric, mode, protocol, ms: p50 ?? Number.POSITIVE_INFINITY }]
}

/** Below, a report gives no median. */
const fewestForMedian = 2
