import { groupBy } from '../core/group.ts'
import type { Language, Text } from '../core/text.ts'
import { meaningOf } from '../metrics/outcomes.ts'
import type { Report, ReportRelay } from '../schema/report.ts'
import { joints, quoted, relayWords as words } from '../words/report.ts'
import { milliseconds } from './figures.ts'
import { relayLabel } from './labels.ts'
import { linesSection, type View, type ViewOptions } from './view.ts'
import { clip } from './wrap.ts'

/** From this width on, every relay's network facts are shown; below, only where they explain something. */
const networkFactsFrom = 120
const longestMessage = 120

/** Relays that were skipped, stopped or kept their models secret, and how each is reached. */
export function relays(report: Report, { language, width }: ViewOptions): View {
  const lines = [
    ...relayProblems(report, language),
    ...report.relays
      .filter((relay) => width >= networkFactsFrom || networkMatters(relay, report))
      .flatMap((relay) => networkLine(relay, language)),
  ]
  return linesSection(
    [...new Set(lines)].map((text) => ({ text })),
    words.title[language],
  )
}

/** One line for each relay that could not be asked as planned. Lines of one relay may say the same twice. */
export function relayProblems(report: Report, language: Language): readonly string[] {
  return [
    ...report.relays.flatMap(({ relay, skipped }) =>
      skipped ? [skippedText(relay, skipped)[language]] : [],
    ),
    ...report.relays.flatMap((relay) => stoppedLine(relay, language)),
    ...report.relays.flatMap((relay) => listingLine(relay, language)),
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
  if (!listing || listing.outcome === 'ok') return []
  const wantsKey = listing.outcome === 'auth' && !listing.keyed
  if (wantsKey && skipped) return []
  const reason = wantsKey ? words.listingNeedsKey[language] : sentenceOf(listing.outcome, language)
  const line = words.listingFailed(relayLabel(relay), reason)[language]
  if (!listing.message || wantsKey) return [line]
  return [[line, quoted(clip(listing.message, longestMessage))[language]].join(joints.list[language])]
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

function networkLine(relay: ReportRelay, language: Language): readonly string[] {
  const { dnsMs, tcpMs, tlsMs, remoteAddress, alpn, tlsVersion, edge } = relay.network
  const facts = [
    dnsMs === null ? null : words.dns(milliseconds(dnsMs))[language],
    tcpMs === null ? null : words.tcp(milliseconds(tcpMs))[language],
    tlsMs === null ? null : words.tls(milliseconds(tlsMs))[language],
    remoteAddress,
    alpn,
    tlsVersion,
    edge === null ? null : words.edge(edge)[language],
    relay.software === null ? null : words.software(relay.software)[language],
  ].filter((fact) => fact !== null)
  if (facts.length === 0) return []
  return [words.network(relayLabel(relay), facts.join(joints.list[language]))[language]]
}

const skippedText = (relay: string, skipped: NonNullable<ReportRelay['skipped']>): Text =>
  skipped.reason === 'no-key' ? words.noKey(relay, skipped.env) : words.notAllowed(relay)
