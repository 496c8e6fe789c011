import type { Language } from '../core/text.ts'
import type { ReportRelay } from '../schema/report.ts'
import { outcomeWords, relayWords as words } from '../words/report.ts'
import { milliseconds, missing } from './figures.ts'
import { relayLabel } from './labels.ts'
import type { TablePart } from './view.ts'

interface Fact {
  readonly id: string
  readonly align: 'left' | 'right'
  readonly show: (relay: ReportRelay, language: Language) => string | null
}

const facts: readonly Fact[] = [
  { id: 'key', align: 'left', show: ({ skipped }, language) => keyText(skipped, language) },
  { id: 'listing', align: 'left', show: listingText },
  { id: 'dns', align: 'right', show: ({ network }) => time(network.dnsMs) },
  { id: 'tcp', align: 'right', show: ({ network }) => time(network.tcpMs) },
  { id: 'tls', align: 'right', show: ({ network }) => time(network.tlsMs) },
  { id: 'address', align: 'left', show: ({ network }) => network.remoteAddress },
  { id: 'protocol', align: 'left', show: ({ network }) => network.tlsVersion ?? network.alpn },
  { id: 'edge', align: 'left', show: ({ network }) => network.edge },
  { id: 'software', align: 'left', show: ({ software }) => software },
]

const time = (ms: number | null): string | null => (ms === null ? null : milliseconds(ms))

function keyText(skipped: ReportRelay['skipped'], language: Language): string | null {
  return skipped?.reason === 'no-key' ? words.setKey(skipped.env)[language] : null
}

function listingText({ listing }: ReportRelay, language: Language): string | null {
  if (!listing) return null
  if (listing.models !== null) return words.listed(String(listing.models))[language]
  if (listing.outcome === 'auth' && !listing.keyed) return words.listingNeedsKey[language]
  return outcomeWords[listing.outcome]?.[language] ?? listing.outcome
}

/** How each relay is reached, one row a line. A fact that nobody has is no column. */
export function relayTable(relays: readonly ReportRelay[], language: Language): TablePart {
  const shown = facts.filter(({ show }) => relays.some((relay) => show(relay, language) !== null))
  return {
    type: 'table',
    columns: [
      { id: 'relay', head: words.columns.relay[language], align: 'left', wrapsFrom: 16 },
      ...shown.map(({ id, align }) => ({
        id,
        head: words.columns[id]?.[language] ?? id,
        align,
        // The name of a variable is there to be copied: it stays in one piece.
        ...(id !== 'key' && { wrapsFrom: 12 }),
      })),
    ],
    rows: relays.map((relay) => [
      { text: relayLabel(relay) },
      ...shown.map(({ show }) => ({ text: show(relay, language) ?? missing })),
    ]),
    dropOrder: ['protocol', 'software', 'address', 'edge', 'tls', 'tcp'],
    whenDropped: {},
  }
}
