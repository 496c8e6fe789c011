import { pick } from '../core/registry.ts'
import type { Language } from '../core/text.ts'
import type { Drift, DriftRelay } from '../schema/drift.ts'
import { driftWords as words } from '../words/drift.ts'
import { count, percent } from './figures.ts'
import { relayLabel } from './labels.ts'
import { type Line, linesPart, linesSection, type TablePart, type View } from './view.ts'
import { type Format, viewFormats } from './view-formats.ts'

const { table, markdown, json, html } = viewFormats<Drift>(view)

/** @throws UserError when there is no such format. */
export const driftFormat = (id: string): Format<Drift> =>
  pick([table, json, markdown, html], id, words.formatKind)

function view(drift: Drift, language: Language): View {
  const { runs, first, last, relays, skipped, alpha } = drift
  const changes = relays.flatMap((relay) => changeLines(relay, language))
  return [
    {
      title: words.title[language],
      level: 1,
      parts: [
        linesPart([{ text: words.span(count(runs), first, last)[language] }]),
        relayTable(relays, language),
      ],
    },
    ...linesSection(changes),
    ...linesSection(
      skipped.map(({ path, reason }) => ({ text: words.skipped(path, words.reasons[reason])[language] })),
      words.skippedTitle[language],
    ),
    ...linesSection([{ text: words.legend(percent(alpha))[language], tone: 'faint' }]),
  ]
}

const nameOf = (relay: DriftRelay): string => `${relayLabel(relay)} ${relay.model}`

const changeLines = (relay: DriftRelay, language: Language): readonly Line[] =>
  relay.changes.map(({ from, earliest, latest, seen }) => ({
    text: words.change(nameOf(relay), from, earliest, latest, seen)[language],
    tone: 'warning',
  }))

function relayTable(relays: readonly DriftRelay[], language: Language): TablePart {
  const heads = words.columns
  return {
    type: 'table',
    columns: [
      { id: 'relay', head: heads.relay[language], align: 'left', wrapsFrom: 12 },
      { id: 'model', head: heads.model[language], align: 'left', wrapsFrom: 10 },
      { id: 'nights', head: heads.nights[language], align: 'right' },
      { id: 'answers', head: heads.answers[language], align: 'right' },
      { id: 'verdict', head: heads.verdict[language], align: 'left', wrapsFrom: 12 },
      { id: 'p', head: heads.p[language], align: 'right' },
    ],
    rows: relays.map((relay) => [
      { text: relay.reference ? `${relayLabel(relay)} ${words.reference[language]}` : relayLabel(relay) },
      { text: relay.model },
      { text: count(relay.nights) },
      { text: count(relay.answers) },
      {
        text: words.verdicts[relay.verdict][language],
        tone: relay.verdict === 'changed' ? 'warning' : 'plain',
      },
      { text: (relay.changes.at(-1)?.p ?? relay.p).toFixed(4) },
    ]),
    dropOrder: ['answers', 'p'],
    whenDropped: {},
  }
}
