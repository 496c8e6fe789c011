import type { Language } from '../core/text.ts'
import type { ReportCell } from '../schema/report.ts'
import { joints, sampleWords, comparisonWords as words } from '../words/report.ts'
import { milliseconds } from './figures.ts'
import type { Group } from './groups.ts'
import type { Line } from './view.ts'

/** How many values stand behind a metric, and how many one would expect from the ok/sent column. */
interface Sample {
  readonly id: keyof typeof sampleWords
  readonly n: (cell: ReportCell) => number
  readonly expected: (cell: ReportCell) => number
}

const ok = (cell: ReportCell): number => cell.ok

const samples: readonly Sample[] = [
  { id: 'availability', n: (cell) => cell.availability.n, expected: (cell) => cell.sent },
  { id: 'ttft', n: (cell) => cell.ttftMs.n, expected: ok },
  { id: 'ttfo', n: (cell) => (cell.ttfoMs.n === cell.ttftMs.n ? 0 : cell.ttfoMs.n), expected: ok },
  { id: 'e2e', n: (cell) => cell.e2eMs.n, expected: ok },
  { id: 'tokensPerSecond', n: (cell) => cell.outputTokensPerSecond.n, expected: ok },
]

/** Says n wherever the reader could not guess it from ok/sent, and gives the cold TTFT where there is no warm one. */
export function sampleNotes({ cells, name }: Group, language: Language): readonly Line[] {
  const odd = samples.flatMap(({ id, n, expected }) => {
    const names = cells
      .filter((cell) => n(cell) > 0 && n(cell) !== expected(cell))
      .map((cell) => `${name(cell)} n=${n(cell)}`)
    if (names.length === 0) return []
    return words.sampleSizesOf(sampleWords[id][language], names.join(joints.list[language]))[language]
  })
  const cold = cells.filter((cell) => cell.ttftMs.n === 0 && cell.ttftColdMs.p50 !== null)
  return [
    ...(odd.length > 0 ? [words.sampleSizes(odd.join(joints.clause[language]))[language]] : []),
    ...cold.map(
      (cell) =>
        words.coldOnly(name(cell), milliseconds(cell.ttftColdMs.p50), String(cell.ttftColdMs.n))[language],
    ),
  ].map((text) => ({ text, tone: 'faint' }))
}
