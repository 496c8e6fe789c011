import { groupBy } from '../core/group.ts'
import type { Language } from '../core/text.ts'
import { meaningOf } from '../metrics/outcomes.ts'
import type { Report, ReportRelay } from '../schema/report.ts'
import { joints, outcomeWords, quoted, relayWords as words } from '../words/report.ts'
import { relayLabel } from './labels.ts'
import { pathLines } from './path-lines.ts'
import { relayTable } from './relay-table.ts'
import { linesPart, type View, type ViewOptions } from './view.ts'
import { clip } from './wrap.ts'

/** From this width on, every relay's network facts are shown; below, only where they explain something. */
const networkFactsFrom = 120
const longestMessage = 120

/** Relays that were skipped, stopped or kept their models secret, and how each is reached. */
export function relays(report: Report, options: ViewOptions): View {
  const { language, width } = options
  const shown = report.relays.filter((relay) => width >= networkFactsFrom || networkMatters(relay, report))
  const lines = [...new Set([...relayProblems(report, language), ...pathLines(report.relays, language)])].map(
    (text) => ({
      text,
    }),
  )
  const parts = [
    ...(shown.length > 0 ? [relayTable(shown, language)] : []),
    ...(lines.length > 0 ? [linesPart(lines)] : []),
  ]
  return parts.length === 0 ? [] : [{ title: words.title[language], level: 2, parts }]
}

/** One line for each relay that could not be asked as planned. Lines of one relay may say the same twice. */
export function relayProblems(report: Report, language: Language): readonly string[] {
  return [
    ...skippedLines(report, language),
    ...report.relays.flatMap((relay) => stoppedLine(relay, language)),
    ...report.relays.flatMap((relay) => listingLine(relay, language)),
    ...report.relays.flatMap((relay) => protocolsLine(relay, language)),
    ...adjustmentLines(report, language),
  ]
}

const sentenceOf = (outcome: string, language: Language): string =>
  outcome === 'quiet-hours' ? words.quietHours[language] : (meaningOf(outcome)?.sentence[language] ?? outcome)

const stoppedLine = (relay: ReportRelay, language: Language): readonly string[] =>
  relay.stopped
    ? [
        words.stopped(relay.relay, sentenceOf(relay.stopped.outcome, language), relay.stopped.probeId)[
          language
        ],
      ]
    : []

function listingLine(relay: ReportRelay, language: Language): readonly string[] {
  const { listing, skipped } = relay
  // Of a relay without a key the table says enough.
  if (!listing || listing.outcome === 'ok' || skipped) return []
  const line = words.listingFailed(relayLabel(relay), sentenceOf(listing.outcome, language))[language]
  if (!listing.message) return [line]
  return [[line, quoted(clip(listing.message, longestMessage))[language]].join(joints.list[language])]
}

/** `openai-chat ✓, gemini ✗ (a web page …)`: what a relay answers in, where the profile left that open. */
function protocolsLine(relay: ReportRelay, language: Language): readonly string[] {
  if (!relay.protocols) return []
  const found = relay.protocols.map(({ protocol, outcome }) =>
    outcome === 'ok' ? `${protocol} ✓` : `${protocol} ✗ (${outcomeWords[outcome]?.[language] ?? outcome})`,
  )
  return [words.protocols(relayLabel(relay), found.join(joints.list[language]))[language]]
}

function adjustmentLines(report: Report, language: Language): readonly string[] {
  return [...groupBy(report.cells, ({ relay }) => relay)].flatMap(([relay, cells]) => {
    const fields = [...new Set(cells.flatMap(({ adjustments }) => adjustments))]
    return fields.length > 0 ? [words.adjusted(relay, fields.join(joints.list[language]))[language]] : []
  })
}

/** A relay without measured cells has nothing else to show, and one with network failures needs it. */
function networkMatters(relay: ReportRelay, report: Report): boolean {
  const cells = report.cells.filter((cell) => cell.relay === relay.relay && cell.line === relay.line)
  const failedOnNetwork = cells.some((cell) =>
    Object.keys(cell.outcomes).some((outcome) => meaningOf(outcome)?.attribution === 'network'),
  )
  return failedOnNetwork || cells.every(({ sent }) => sent === 0)
}

function skippedLines({ relays: all }: Report, language: Language): readonly string[] {
  return [
    ...(all.some(({ skipped }) => skipped?.reason === 'no-key') ? [words.setKeys[language]] : []),
    ...all.flatMap(({ relay, skipped }) =>
      skipped?.reason === 'not-allowed' ? [words.notAllowed(relay)[language]] : [],
    ),
  ]
}
