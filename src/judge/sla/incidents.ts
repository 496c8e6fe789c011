import { hourMs } from '../../core/calendar.ts'
import type { Ms } from '../../core/clock.ts'
import type { SlaIncident, SlaRelay } from '../../schema/sla.ts'
import { atLeast } from '../../statistics/binomial-tail.ts'
import { type Count, type ModelNights, type Night, total } from './nights.ts'

/** Of a night's probes at least this share, and at least so many, must have failed for it to be part of an incident. */
const leastShare = 0.2
const leastFailed = 2

/** Chance of any incident in all nights of a model that fails as it usually does, at most. */
const alpha = 0.05

/** Consecutive bad nights of one model. */
interface Run {
  readonly model: string
  readonly nights: readonly Night[]
  readonly after: Night | undefined
  readonly before: Night | undefined
}

/** Incidents of one relay, by their start, and the means over them. */
export function incidentsOf(models: readonly ModelNights[]): Pick<SlaRelay, 'incidents' | 'mttr' | 'mtbf'> {
  const times = [...new Set(models.flatMap(({ nights }) => nights.map(({ atMs }) => atMs)))].sort(
    (a, b) => a - b,
  )
  const groups = grouped(models.flatMap(runsOf), new Map(times.map((atMs, place) => [atMs, place])))
  const found = groups.flatMap(incidentOf)
  return {
    incidents: found.map(({ incident }) => incident),
    mttr: mttrOf(found.map(({ incident }) => incident)),
    mtbf: mtbfOf(
      found.map(({ span }) => span),
      (times.at(-1) ?? 0) - (times[0] ?? 0),
    ),
  }
}

/** Bad nights of one model that follow each other. Nights in which it was not measured neither end nor prolong a run. */
function runsOf({ model, nights }: ModelNights): Run[] {
  const isBad = badNight(nights)
  const runs: Run[] = []
  for (let from = 0; from < nights.length; from++) {
    if (!isBad(from)) continue
    let to = from
    while (isBad(to + 1)) to++
    runs.push({ model, nights: nights.slice(from, to + 1), after: nights[from - 1], before: nights[to + 1] })
    from = to
  }
  return runs
}

/** So many nights on either side tell what is usual at a time. */
const neighbours = 30

/**
 * Whether so many failures are an event of their own, and not what the model does on its other nights: those of the
 * whole time, and those around, whichever fail more. A relay that became worse has worse nights, not incidents.
 */
function badNight(nights: readonly Night[]): (place: number) => boolean {
  const calm = nights.map(({ n, failed }) => (failed < leastShare * n ? { n, failed } : { n: 0, failed: 0 }))
  const always = usualChance(calm)
  return (place) => {
    const night = nights[place]
    if (!night || night.failed < Math.max(leastFailed, leastShare * night.n)) return false
    const around = usualChance(calm.slice(Math.max(0, place - neighbours), place + neighbours + 1))
    const usual = Math.max(always ?? 0, around ?? 0)
    return usual === 0 || atLeast(night.failed, night.n, usual) <= alpha / nights.length
  }
}

/** Chance of a failure on nights without an incident, rather too high than too low; undefined where there are none. */
function usualChance(calm: readonly Count[]): number | undefined {
  const { n, failed } = total(calm)
  return n === 0 ? undefined : (failed + 1) / (n + 2)
}

/** Runs of several models are one incident when they begin and end together, give or take a night. */
function grouped(runs: readonly Run[], places: ReadonlyMap<Ms, number>): readonly Run[][] {
  const ends = ({ nights }: Run) =>
    [nights[0], nights.at(-1)].map((night) => places.get(night?.atMs ?? 0) ?? 0)
  const groups: Run[][] = []
  for (const run of runs.toSorted((a, b) => (a.nights[0]?.atMs ?? 0) - (b.nights[0]?.atMs ?? 0))) {
    const own = ends(run)
    const group = groups.find(([first]) =>
      first ? ends(first).every((place, i) => Math.abs(place - (own[i] ?? 0)) <= 1) : false,
    )
    if (group) group.push(run)
    else groups.push([run])
  }
  return groups
}

function incidentOf(group: readonly Run[]) {
  const nights = group.flatMap((run) => run.nights).toSorted((a, b) => a.atMs - b.atMs)
  const [first, last] = [nights[0], nights.at(-1)]
  if (!first || !last) return []
  const after = group.find((run) => run.nights[0] === first)?.after
  const before = group.find((run) => run.nights.at(-1) === last)?.before
  const { n, failed } = total(nights)
  const incident: SlaIncident = {
    outcome: mostFrequent(nights),
    models: group.map(({ model }) => model),
    nights: new Set(nights.map(({ atMs }) => atMs)).size,
    failed,
    probes: n,
    after: after?.startedAt ?? null,
    first: first.startedAt,
    last: last.startedAt,
    before: before?.startedAt ?? null,
    leastHours: hoursBetween(first, last),
    mostHours: after && before ? hoursBetween(after, before) : null,
  }
  return [{ incident, span: [first.atMs, last.atMs] as const }]
}

const hoursBetween = (from: Night, to: Night): number => (to.atMs - from.atMs) / hourMs

/** Of the failed probes; reports of old do not say. */
function mostFrequent(nights: readonly Night[]): string {
  const counts = new Map<string, number>()
  for (const [outcome, count] of nights.flatMap(({ outcomes }) => [...outcomes]))
    if (outcome !== 'ok') counts.set(outcome, (counts.get(outcome) ?? 0) + count)
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 'unknown'
}

function mttrOf(incidents: readonly SlaIncident[]): SlaRelay['mttr'] {
  const ended = incidents.filter(({ before }) => before !== null)
  return {
    n: ended.length,
    leastHours: meanOf(ended.map(({ leastHours }) => leastHours)),
    mostHours: meanOf(ended.map(({ mostHours }) => mostHours)),
  }
}

/** Null of nothing, and where one is not known. */
function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 || known.length < values.length
    ? null
    : known.reduce((sum, value) => sum + value, 0) / known.length
}

/** @param spans of the incidents, by their start; they may overlap */
function mtbfOf(spans: readonly (readonly [Ms, Ms])[], watched: Ms): SlaRelay['mtbf'] {
  let [inside, reached] = [0, Number.NEGATIVE_INFINITY]
  for (const [from, to] of spans) {
    inside += Math.max(0, to - Math.max(from, reached))
    reached = Math.max(reached, to)
  }
  return { n: spans.length, hours: spans.length === 0 ? null : (watched - inside) / hourMs / spans.length }
}
