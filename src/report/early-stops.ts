import type { Language } from '../core/text.ts'
import type { ReportShown } from '../schema/early-stop.ts'
import type { ReportCell } from '../schema/report.ts'
import { earlyStopWords as words } from '../words/early-stops.ts'
import { joints } from '../words/report.ts'
import { count, millisecondInterval, milliseconds, percent, percentInterval } from './figures.ts'
import type { Group } from './groups.ts'
import type { Line } from './view.ts'

/** Which cells were ended by a stop rule, and what showed it. */
export const earlyStopNotes = (group: Group, language: Language): readonly Line[] =>
  group.cells.flatMap((cell) => {
    const text = note(cell, group, language)
    return text === undefined ? [] : [{ text, tone: 'faint' }]
  })

function note(cell: ReportCell, { cells, name }: Group, language: Language): string | undefined {
  const { stoppedBy } = cell
  switch (stoppedBy?.reason) {
    case undefined:
      return undefined
    case 'cap':
      return words.cap(name(cell), count(cell.sent))[language]
    case 'precise': {
      const shown = stoppedBy.shown.map((each) => figure(each, language)).join(joints.list[language])
      return words.precise(name(cell), count(stoppedBy.n), shown)[language]
    }
    case 'dropped': {
      const { n, shown, better } = stoppedBy
      const rival = cells.find(({ id }) => id === better.cell)
      const of = rival ? name(rival) : better.cell
      return words.dropped(name(cell), count(n), figure(shown, language), of, figure(better.shown, language))[
        language
      ]
    }
  }
}

const figure = ({ name, value, low, high }: ReportShown, language: Language): string =>
  name === 'availability'
    ? words.measured(name, percent(value), percentInterval(low, high))[language]
    : words.measured(name, milliseconds(value), millisecondInterval(value, [low, high]))[language]
