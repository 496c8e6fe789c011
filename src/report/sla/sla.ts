import { pick } from '../../core/registry.ts'
import type { Language, Text } from '../../core/text.ts'
import type { Sla, SlaRelay } from '../../schema/sla.ts'
import { joints } from '../../words/report.ts'
import { slaWords as words } from '../../words/sla.ts'
import { count, percent } from '../figures.ts'
import { relayLabel } from '../labels.ts'
import { type Line, linesPart, linesSection, type Part, type Section, type View } from '../view.ts'
import { type Format, viewFormats } from '../view-formats.ts'
import { availabilityTable, hoursTable, promiseTable } from './availability.ts'
import { calendarStrip, daySigns } from './calendar.ts'
import { incidentLines, latencyParts, listingParts } from './events.ts'
import { type Voice, voiceOf } from './times.ts'

const { table, markdown, json, html } = viewFormats<Sla>(view)

/** @throws UserError when there is no such format. */
export const slaFormat = (id: string): Format<Sla> =>
  pick([table, json, markdown, html], id, words.formatKind)

function view(sla: Sla, language: Language): View {
  const voice = voiceOf(language, sla.zone)
  return [
    { title: words.title[language], level: 1, parts: [linesPart(headLines(sla, voice))] },
    ...sla.relays.flatMap((relay) => relaySections(relay, voice)),
    ...skippedSection(sla, language),
    ...linesSection(legendLines(sla, language)),
  ]
}

function headLines({ reports, first, last, zone, vantages, later }: Sla, { language, time }: Voice): Line[] {
  const [vantage, ...others] = vantages
  const lines: Text[] = [words.span(count(reports), time(first), time(last), zone)]
  if (others.length > 0) lines.push(words.vantages(vantages.join(joints.list[language])))
  else if (vantage) lines.push(words.vantage(vantage))
  if (later > 0) lines.push(words.later(count(later)))
  return [...lines, words.resolution].map((text) => ({ text: text[language] }))
}

function relaySections(relay: SlaRelay, voice: Voice): readonly Section[] {
  const section = (title: Text, parts: readonly Part[]): readonly Section[] =>
    parts.length === 0 ? [] : [{ title: `${relayLabel(relay)} · ${title[voice.language]}`, level: 2, parts }]
  return [
    ...section(words.calendar, [calendarStrip(relay)]),
    ...section(words.availability, [availabilityTable(relay, voice)]),
    ...section(words.promises, promiseTable(relay, voice)),
    ...section(words.incidents, [linesPart(incidentLines(relay, voice))]),
    ...section(words.latency, latencyParts(relay, voice)),
    ...section(words.hoursTitle, hoursTable(relay, voice)),
    ...section(words.listing, listingParts(relay, voice)),
  ]
}

/** So many are named; JSON names all. */
const mostNamed = 20

function skippedSection({ skipped }: Sla, language: Language): View {
  const lines = skipped.slice(0, mostNamed).map(({ path, reason, sameAs }) => {
    const why = sameAs === undefined ? words.reasons[reason] : words.sameAs(sameAs)
    return { text: words.skipped(path, why)[language] }
  })
  const hidden = skipped.length - lines.length
  const more = hidden > 0 ? [{ text: words.moreSkipped(count(hidden))[language] }] : []
  return linesSection([...lines, ...more], words.skippedTitle[language])
}

function legendLines({ alpha }: Sla, language: Language): Line[] {
  const { all, some, many, most, none } = daySigns
  const texts = [
    words.calendarLegend(all, some, many, most, none),
    words.legend(percent(alpha.promise), percent(alpha.change)),
  ]
  return texts.map((text) => ({ text: text[language], tone: 'faint' }))
}
