import { groupBy } from '../core/group.ts'
import type { Language } from '../core/text.ts'
import type { Report } from '../schema/report.ts'
import type { Score } from '../schema/report-standing.ts'
import { scoreWords as words } from '../words/ranking.ts'
import { comparisonWords } from '../words/report.ts'
import { missing } from './figures.ts'
import { relayLabel } from './labels.ts'
import { linesPart, type Section, type TablePart, type View, type ViewOptions } from './view.ts'

/** Scores by the profile's weights, with what each criterion contributed; nothing without weights. */
export const scores = (report: Report, { language }: ViewOptions): View =>
  [...groupBy(report.scores ?? [], ({ model, mode }) => JSON.stringify([model, mode])).values()].flatMap(
    (group) => section(group, language),
  )

function section(group: readonly Score[], language: Language): readonly Section[] {
  const [first] = group
  if (!first) return []
  const mode = comparisonWords.mode[first.mode][language]
  return [
    {
      title: words.title(comparisonWords.group(first.model, mode)[language])[language],
      level: 2,
      parts: [
        table(group, first.mode, language),
        linesPart([{ text: words.legend[language], tone: 'faint' }]),
      ],
    },
  ]
}

type Criterion = Score['criteria'][number]['criterion']

function table(group: readonly Score[], mode: Score['mode'], language: Language): TablePart {
  const heads = words.columns
  const weights = group[0]?.criteria ?? []
  return {
    type: 'table',
    columns: [
      { id: 'place', head: heads.place[language], align: 'left' },
      { id: 'relay', head: heads.relay[language], align: 'left', wrapsFrom: 12 },
      { id: 'score', head: heads.score[language], align: 'right' },
      { id: 'interval', head: heads.interval[language], align: 'right' },
      ...weights.map(({ criterion, weight }) => ({
        id: criterion,
        head: headOf(criterion, mode)(String(Math.round(weight * 10) / 10))[language],
        align: 'right' as const,
      })),
    ],
    rows: group.map((each) => [
      { text: each.place === null ? missing : String(each.place) },
      { text: relayLabel(each) },
      { text: each.score === null ? words.unknown[language] : points(each.score) },
      { text: each.low === null || each.high === null ? missing : interval(each.low, each.high) },
      ...each.criteria.map(({ contribution }) => ({
        text: contribution === null ? words.unknown[language] : points(contribution),
      })),
    ]),
    dropOrder: ['interval'],
    whenDropped: {},
  }
}

const headOf = (criterion: Criterion, mode: Score['mode']) =>
  words.columns[criterion === 'ttft' && mode === 'whole' ? 'e2e' : criterion]

const points = (value: number): string => value.toFixed(1)

const interval = (low: number, high: number): string => `[${points(low)}, ${points(high)}]`
