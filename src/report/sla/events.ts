import type { SlaChange, SlaIncident, SlaLatency, SlaModel, SlaRelay } from '../../schema/sla.ts'
import { comparisonWords, joints } from '../../words/report.ts'
import { slaWords as words } from '../../words/sla.ts'
import { count, milliseconds, missing } from '../figures.ts'
import { outcomeLabel } from '../labels.ts'
import { type Line, linesPart, type Part, type TableCell } from '../view.ts'
import { tableOf } from './availability.ts'
import { daysText, hoursText, type Voice } from './times.ts'

/** So many incidents are shown, the last ones. */
const mostShown = 10

/** Incidents with what bounds them in time, and the means over all. */
export function incidentLines({ incidents, mttr, mtbf }: SlaRelay, voice: Voice): readonly Line[] {
  const { language } = voice
  if (incidents.length === 0) return [{ text: words.noIncidents[language] }]
  const hidden = incidents.length - mostShown
  const means = [
    ...(mttr.n === 0
      ? []
      : [
          words.mttr(
            hoursText(mttr.leastHours, language),
            hoursText(mttr.mostHours, language),
            count(mttr.n),
          ),
        ]),
    words.mtbf(hoursText(mtbf.hours, language), count(mtbf.n)),
  ]
  return [
    ...(hidden > 0 ? [{ text: words.moreIncidents(count(hidden))[language] }] : []),
    ...incidents.slice(-mostShown).flatMap((incident) => incidentText(incident, voice)),
    ...means.map((text) => ({ text: text[language] })),
  ]
}

function incidentText(incident: SlaIncident, { language, time }: Voice): readonly Line[] {
  const { outcome, models, failed, probes, after, first, last, before } = incident
  const label = { en: outcomeLabel(outcome, 'en'), zh: outcomeLabel(outcome, 'zh') }
  const names = models.join(joints.list[language])
  const head = words.incident(time(first), time(last), label, names, count(failed), count(probes))
  const bounds = [
    after === null ? words.beganBefore : words.began(time(after), time(first)),
    before === null ? words.goesOn : words.ended(time(last), time(before)),
  ]
  return [
    { text: `! ${head[language]}`, tone: 'warning' },
    { text: bounds.map((text) => text[language]).join(joints.clause[language]), nested: true },
  ]
}

/** Changes of latency in a table, and what did not change below. */
export function latencyParts({ models }: SlaRelay, voice: Voice): readonly Part[] {
  const all = models.flatMap((model) => model.latency.map((series) => ({ model, series })))
  const rows = all.flatMap(({ model, series }) =>
    series.changes.map((change) => changeRow(seriesName(model, series, voice), change, voice)),
  )
  const steady = all
    .filter(({ series }) => series.changes.length === 0)
    .map(({ model, series }) => ({
      text: words.steady(
        seriesName(model, series, voice),
        timeOr(series.lastMs, voice),
        count(series.nights),
      )[voice.language],
    }))
  const columns = [
    ['series', 'left'],
    ['day', 'left'],
    ['seen', 'left'],
    ['from', 'right'],
    ['to', 'right'],
    ['ratio', 'right'],
    ['interval', 'right'],
    ['nights', 'right'],
  ] as const
  return [
    ...(rows.length > 0 ? [tableOf(columns, rows, voice, ['nights', 'seen'])] : []),
    ...(steady.length > 0 ? [linesPart(steady)] : []),
  ]
}

const seriesName = (
  { model }: SlaModel,
  { metric, mode, protocol }: SlaLatency,
  { language }: Voice,
): string =>
  [model, protocol, comparisonWords.mode[mode][language], words.series[metric][language]]
    .filter((part) => part !== '')
    .join(' · ')

const timeOr = (ms: number | null, { language }: Voice): string =>
  ms === null ? words.failing[language] : milliseconds(ms)

function changeRow(name: string, change: SlaChange, voice: Voice): readonly TableCell[] {
  const { day, seen, beforeMs, afterMs, ratio, low, high, nightsBefore, nightsAfter } = change
  const times = (value: number | null) => (value === null ? missing : value.toFixed(2))
  return [
    { text: name },
    { text: day },
    { text: voice.day(seen) },
    { text: timeOr(beforeMs, voice) },
    { text: timeOr(afterMs, voice) },
    { text: ratio === null ? missing : `×${times(ratio)}` },
    { text: low === null && high === null ? missing : `[${times(low)}, ${times(high)}]` },
    { text: `${count(nightsBefore)}/${count(nightsAfter)}` },
  ]
}

/** Models that are not as they were, or that do not answer; the others are counted. */
export function listingParts({ listing }: SlaRelay, voice: Voice): readonly Part[] {
  const { language } = voice
  const changed = listing.filter(({ change }) => change !== 'stayed')
  if (listing.length === 0) return []
  if (changed.length === 0) return [linesPart([{ text: words.allStayed(count(listing.length))[language] }])]
  const columns = [
    ['model', 'left'],
    ['change', 'left'],
    ['state', 'left'],
    ['day', 'left'],
    ['days', 'right'],
    ['firstSeen', 'left'],
    ['days', 'right'],
  ] as const
  const rows = changed.map((each): TableCell[] => [
    { text: each.model },
    { text: words.changes[each.change][language] },
    { text: words.states[each.state]?.[language] ?? each.state },
    { text: voice.day(each.since) },
    { text: daysText(each.days) },
    { text: each.firstSeen === null ? missing : voice.day(each.firstSeen) },
    { text: each.daysSinceFirstSeen === null ? missing : daysText(each.daysSinceFirstSeen) },
  ])
  return [tableOf(columns, rows, voice)]
}
