import { dayMs } from '../../core/calendar.ts'
import type { Ms } from '../../core/clock.ts'
import { isServed } from '../../core/served.ts'
import type { Dated } from '../../schema/nightly.ts'
import type { SlaListing } from '../../schema/sla.ts'

interface Sight {
  readonly atMs: Ms
  readonly startedAt: string
  readonly state: string
  readonly listed: boolean | null
}

/** What became of each wanted model of a relay. Reports that could not tell are passed over. */
export function listingsOf(relay: string, reports: readonly Dated[], endMs: Ms): SlaListing[] {
  const sights = new Map<string, Sight[]>()
  for (const { atMs, report } of reports)
    for (const { relay: of, model, state, listed } of report.models) {
      if (of !== relay || state === 'unknown') continue
      const sight = { atMs, startedAt: report.startedAt, state, listed }
      const own = sights.get(model)
      if (own) own.push(sight)
      else sights.set(model, [sight])
    }
  return [...sights].flatMap(([model, own]) => listingOf(model, own, endMs))
}

/** Whether the relay showed it in any way: by a listing or by an answer. */
const isThere = ({ state, listed }: Sight): boolean => isServed(state) || listed === true

function listingOf(model: string, sights: readonly Sight[], endMs: Ms): readonly SlaListing[] {
  const last = sights.at(-1)
  if (!last) return []
  const since = sights.findLastIndex(({ state }) => state !== last.state) + 1
  const begun = sights[since] ?? last
  const firstSeen = sights.find(isThere)
  const daysSince = (at: Ms) => (endMs - at) / dayMs
  return [
    {
      model,
      state: last.state,
      since: begun.startedAt,
      days: daysSince(begun.atMs),
      firstSeen: firstSeen?.startedAt ?? null,
      daysSinceFirstSeen: firstSeen ? daysSince(firstSeen.atMs) : null,
      change: changeOf(sights, last),
    },
  ]
}

/** How the last report differs from the first. */
function changeOf(sights: readonly Sight[], last: Sight): SlaListing['change'] {
  if (last.state === 'listed-but-dead') return 'dead'
  if (!isThere(last)) return sights.some(isThere) ? 'vanished' : 'never'
  return sights[0] && isThere(sights[0]) ? 'stayed' : 'appeared'
}
