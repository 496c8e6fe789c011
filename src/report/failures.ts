import { groupBy } from '../core/group.ts'
import type { Language } from '../core/text.ts'
import { meaningOf } from '../metrics/outcomes.ts'
import type { Report, ReportCell } from '../schema/report.ts'
import { joints, failureWords as words } from '../words/report.ts'
import { outcomeLabel, outcomeOrder, relayLabel } from './labels.ts'
import { type Line, linesSection, type View, type ViewOptions } from './view.ts'
import { clip, widthOf } from './wrap.ts'

type Example = ReportCell['examples'][number] & { readonly label: string }

/** What failed: each class once with its meaning and advice, below it an example of each relay in its own words. */
export function failures(report: Report, options: ViewOptions): View {
  const byOutcome = [...groupBy(examplesOf(report), ({ outcome }) => outcome)]
  const lines = byOutcome
    .sort(([a], [b]) => outcomeOrder(a) - outcomeOrder(b))
    .flatMap(([outcome, examples]) => [
      { text: kindLine(outcome, options.language) },
      ...examples.map((example) => exampleLine(example, options)),
    ])
  return linesSection(lines, words.title[options.language])
}

/** The first example of each relay and class. */
function examplesOf(report: Report): readonly Example[] {
  const first = new Map<string, Example>()
  for (const cell of [...report.cells, ...(report.audit?.answered ?? [])])
    for (const example of cell.examples) {
      const label = relayLabel(cell)
      const key = JSON.stringify([label, example.outcome])
      if (!first.has(key)) first.set(key, { ...example, label })
    }
  return [...first.values()]
}

function kindLine(outcome: string, language: Language): string {
  const word = outcomeLabel(outcome, language)
  const meaning = meaningOf(outcome)
  if (!meaning) return word
  const sentence = meaning.sentence[language]
  // Some sentences already say the word.
  const said = sentence.includes(word) ? sentence : words.message(word, sentence)[language]
  return words.kind(said, meaning.advice[language])[language]
}

const longestExample = 200

function exampleLine(example: Example, { language, width }: ViewOptions): Line {
  const head = words.example(example.label, example.probeId)[language]
  const status = example.status === null ? [] : [words.status(String(example.status))[language]]
  const where = [head, ...status].join(joints.list[language])
  if (example.message === '') return { text: where, nested: true }
  // Two lines of a terminal, less what indents and word breaks take.
  const room = Math.min(longestExample, 2 * width - 30) - widthOf(where)
  return { text: words.message(where, clip(example.message, Math.max(20, room)))[language], nested: true }
}
