import { groupBy } from '../../core/group.ts'
import type { Language } from '../../core/text.ts'
import { meaningOf } from '../../metrics/outcomes.ts'
import type { Report, ReportCell } from '../../schema/report.ts'
import { brokeWords as words } from '../../words/page.ts'
import { failureWords } from '../../words/report.ts'
import { count, missing } from '../figures.ts'
import { outcomeLabel, outcomeOrder, relayLabel } from '../labels.ts'
import type { Line, TablePart } from '../view.ts'
import { both, textHtml } from './both.ts'
import { namesOf } from './names.ts'
import { linesHtml, tableHtml } from './sections.ts'

/** So many examples of a class are shown, of different relays first: a page stays small whatever breaks. */
const mostExamples = 12

interface Example {
  readonly cell: Pick<ReportCell, 'relay' | 'line' | 'model'>
  readonly example: ReportCell['examples'][number]
}

/** What failed: each class of outcome, to be opened for examples in the relays' own words. */
export function brokeHtml(report: Report): string {
  const cells = [...report.cells, ...(report.audit?.answered ?? [])]
  if (cells.length === 0) return ''
  const classes = [...new Set(cells.flatMap(({ outcomes }) => Object.keys(outcomes)))]
    .filter((outcome) => outcome !== 'ok')
    .sort((a, b) => outcomeOrder(a) - outcomeOrder(b))
  const kinds =
    classes.length === 0
      ? linesHtml(both((language) => [{ text: words.nothing[language], tone: 'best' }]))
      : classes.map((outcome, i) => kindHtml(outcome, cells, `broke-${i}`)).join('')
  return `<section><h2>${textHtml(words.title)}</h2>${kinds}</section>\n`
}

type Failing = Pick<ReportCell, 'relay' | 'line' | 'model' | 'outcomes' | 'examples'>

function kindHtml(outcome: string, cells: readonly Failing[], id: string): string {
  const failing = cells.filter(({ outcomes }) => outcomes[outcome] !== undefined)
  const n = failing.reduce((sum, { outcomes }) => sum + (outcomes[outcome] ?? 0), 0)
  const relays = [...new Set(failing.map(({ relay }) => relay))]
  const examples = spreadOut(
    failing.flatMap((cell) =>
      cell.examples.filter((example) => example.outcome === outcome).map((example) => ({ cell, example })),
    ),
  )
  const shown = examples.slice(0, mostExamples)
  const label = both(
    (language) => words.kind(outcomeLabel(outcome, language), count(n), namesOf(relays, language))[language],
  )
  return [
    `<details><summary id=${id}>${textHtml(label)}</summary>`,
    linesHtml(both((language) => meaningLines(outcome, language))),
    tableHtml(
      both((language) => exampleTable(shown, language)),
      id,
    ),
    linesHtml(both((language) => moreLines(examples.length - shown.length, language))),
    '</details>',
  ].join('')
}

function meaningLines(outcome: string, language: Language): readonly Line[] {
  const meaning = meaningOf(outcome)
  if (!meaning) return []
  return [{ text: failureWords.kind(meaning.sentence[language], meaning.advice[language])[language] }]
}

const moreLines = (hidden: number, language: Language): readonly Line[] =>
  hidden > 0 ? [{ text: words.more(count(hidden))[language], tone: 'faint' }] : []

/** The first example of each relay, then the second of each, … */
function spreadOut(examples: readonly Example[]): readonly Example[] {
  const byRelay = [...groupBy(examples, ({ cell }) => relayLabel(cell)).values()]
  const most = Math.max(0, ...byRelay.map(({ length }) => length))
  return Array.from({ length: most }, (_, i) => byRelay.flatMap((all) => all[i] ?? [])).flat()
}

const exampleTable = (examples: readonly Example[], language: Language): TablePart => ({
  type: 'table',
  columns: (['relay', 'model', 'probe', 'status', 'message'] as const).map((id) => ({
    id,
    head: words.columns[id][language],
    align: 'left',
  })),
  rows: examples.map(({ cell, example: { probeId, status, message } }) =>
    [relayLabel(cell), cell.model, probeId, status === null ? missing : String(status), message].map(
      (text) => ({
        text,
      }),
    ),
  ),
  dropOrder: [],
  whenDropped: {},
})
