import { pick } from '../core/registry.ts'
import type { Language } from '../core/text.ts'
import type { CardCriterion, MeasuredFact, RelayCard, Scorecard } from '../schema/scorecard.ts'
import { comparisonWords, headingWords } from '../words/report.ts'
import { scorecardWords as words } from '../words/scorecard.ts'
import { relayLabel } from './labels.ts'
import type { RenderOptions } from './renderer.ts'
import { citationText, declaredText, intervalText, measuredText, sizeText } from './scorecard-values.ts'
import { linesPart, type Section, type TablePart, type View } from './view.ts'
import { viewFormats } from './view-formats.ts'

const { table, markdown, json, html } = viewFormats<Scorecard>(view)

/**
 * Writes a scorecard in the format of that id.
 * @throws UserError when there is no such format.
 */
export const renderScorecard = (card: Scorecard, format: string, options: RenderOptions): string =>
  pick([table, markdown, json, html], format, words.formatKind).render(card, options)

function view({ profileName, vantage, startedAt, relays }: Scorecard, language: Language): View {
  const lines = [
    headingWords.run(vantage, startedAt),
    words.intro,
    ...(relays.length === 0 ? [words.noRelays] : []),
  ]
  return [
    {
      title: words.title(profileName)[language],
      level: 1,
      parts: [linesPart(lines.map((line) => ({ text: line[language] })))],
    },
    ...relays.flatMap((relay) => relaySections(relay, language)),
  ]
}

/** Under the name of each criterion what was measured, and apart from it what is declared. */
const relaySections = (relay: RelayCard, language: Language): readonly Section[] =>
  relay.criteria.flatMap((criterion) => [
    {
      title: `${relayLabel(relay)} · ${words.criteria[criterion.criterion][language]}`,
      level: 2 as const,
      parts: [measuredTable(criterion, language)],
    },
    { level: 2 as const, parts: [declaredTable(criterion, language)] },
  ])

function measuredTable({ measured }: CardCriterion, language: Language): TablePart {
  const heads = words.columns
  return {
    type: 'table',
    columns: [
      { id: 'fact', head: heads.measured[language], align: 'left', wrapsFrom: 20 },
      { id: 'value', head: heads.value[language], align: 'left', wrapsFrom: 16 },
      { id: 'interval', head: heads.interval[language], align: 'right' },
      { id: 'n', head: 'n', align: 'right' },
      { id: 'source', head: heads.source[language], align: 'left', wrapsFrom: 12 },
    ],
    rows: measured.map((each) => [
      { text: factName(each, language) },
      { text: measuredText(each, language), ...(each.value === null && { tone: 'faint' as const }) },
      { text: intervalText(each) },
      { text: sizeText(each) },
      { text: words.sources[each.source][language] },
    ]),
    dropOrder: [],
    whenDropped: {},
  }
}

function factName({ id, of, mode }: MeasuredFact, language: Language): string {
  const name = words.measured[id][language]
  if (of === null) return name
  if (mode === null) return words.of(name, of)[language]
  return words.ofMode(name, of, comparisonWords.mode[mode][language])[language]
}

function declaredTable({ declared }: CardCriterion, language: Language): TablePart {
  const heads = words.columns
  return {
    type: 'table',
    columns: [
      { id: 'fact', head: heads.declared[language], align: 'left', wrapsFrom: 20 },
      { id: 'stated', head: heads.stated[language], align: 'left', wrapsFrom: 16 },
      { id: 'source', head: heads.source[language], align: 'left', wrapsFrom: 16 },
    ],
    rows: declared.map((each) => {
      const name = words.declared[each.id][language]
      return [
        { text: each.of === null ? name : words.of(name, each.of)[language] },
        { text: declaredText(each, language), ...(each.value === null && { tone: 'faint' as const }) },
        { text: citationText(each, language) },
      ]
    }),
    dropOrder: [],
    whenDropped: {},
  }
}
