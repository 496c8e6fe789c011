import type { Language, Text } from '../../core/text.ts'
import type { Report, ReportCell } from '../../schema/report.ts'
import { answerWords as words } from '../../words/page.ts'
import { comparisonWords } from '../../words/report.ts'
import { count, millisecondInterval, milliseconds, missing, percent, percentInterval } from '../figures.ts'
import { type Group, groupsOf } from '../groups.ts'
import { linesPart, type TableCell, type View } from '../view.ts'
import { namesOf } from './names.ts'

/** Which relay to take for each model and mode, and how sure that is. Nothing where nothing was compared. */
export function answer(report: Report, language: Language): View {
  const rows = groupsOf(report, language).flatMap((group) => rowOf(group, language))
  if (rows.length === 0) return []
  const heads = words.columns
  return [
    {
      title: words.title[language],
      level: 2,
      parts: [
        {
          type: 'table',
          columns: [
            { id: 'model', head: heads.model[language], align: 'left' },
            { id: 'mode', head: heads.mode[language], align: 'left' },
            { id: 'first', head: heads.first[language], align: 'left' },
            { id: 'availability', head: heads.availability[language], align: 'right' },
            { id: 'speed', head: heads.speed[language], align: 'right' },
            { id: 'n', head: heads.n[language], align: 'right' },
            { id: 'sure', head: heads.sure[language], align: 'left' },
          ],
          rows,
          dropOrder: [],
          whenDropped: {},
        },
        linesPart([{ text: words.legend[language], tone: 'faint' }]),
      ],
    },
  ]
}

function rowOf(group: Group, language: Language): readonly (readonly TableCell[])[] {
  const [some] = group.cells
  if (!some) return []
  // A table of many models compares nothing: each model stands alone in it.
  if (new Set(group.cells.map(({ model }) => model)).size > 1)
    return group.cells.flatMap((cell) => rowOf({ ...group, cells: [cell] }, language))
  const firsts = group.cells.filter(({ rank }) => rank === 1)
  const [first] = firsts
  const named = [{ text: some.model }, { text: comparisonWords.mode[some.mode][language] }]
  const busy = group.cells.filter(({ clientLimited }) => clientLimited)
  const none = (why: Text): readonly (readonly TableCell[])[] => [
    [
      ...named,
      { text: words.none[language], tone: 'warning' },
      ...[missing, missing, missing].map((text) => ({ text })),
      { text: why[language], tone: 'warning' },
    ],
  ]
  // One that this machine kept us from ranking might be the best.
  if (busy.length > 0) return none(words.busy(namesOf(busy.map(group.name), language)))
  if (!first) return none(words.tooFew)
  const speed = first.mode === 'stream' ? first.ttftMs : first.e2eMs
  return [
    [
      ...named,
      { text: namesOf(firsts.map(group.name), language), tone: 'best' },
      {
        text: withInterval(
          percent(first.availability.value),
          percentInterval(first.availability.low, first.availability.high),
        ),
      },
      {
        text: withInterval(milliseconds(speed.p50), millisecondInterval(speed.p50, speed.intervals.p50)),
      },
      { text: count(first.ok) },
      { text: sureness(firsts, group, language) },
    ],
  ]
}

const withInterval = (value: string, interval: string): string =>
  interval === missing ? value : `${value} ${interval}`

function sureness(firsts: readonly ReportCell[], { cells, name }: Group, language: Language): string {
  if (cells.length === 1) return words.only[language]
  if (firsts.length === 1) {
    const next = cells.find(({ rank }) => rank !== null && rank > 1)
    return next ? words.ahead(name(next))[language] : words.onlyRanked[language]
  }
  const open = firsts.flatMap(({ rankUndecided }) => rankUndecided ?? [])
  if (open.length === 0) return words.together[language]
  const needed = open.flatMap(({ needed }) => needed ?? [])
  return needed.length === 0
    ? words.undecided[language]
    : words.undecidedBy(count(Math.max(...needed)))[language]
}
