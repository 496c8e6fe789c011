import { inertJson } from '../core/inert.ts'
import type { Language, Text } from '../core/text.ts'
import type { Recomputed, RecomputedCell, RecomputedMetric, Remark } from '../schema/recomputed.ts'
import { definitionWords as words } from '../words/definitions.ts'
import { joints } from '../words/report.ts'
import { count, milliseconds, missing, perSecond } from './figures.ts'
import { relayLabel } from './labels.ts'
import type { RenderOptions } from './renderer.ts'
import { terminal } from './terminal.ts'
import { type Line, linesPart, linesSection, type Section, type TableCell, type View } from './view.ts'

/** Writes a run as another tool would have judged it, for people at a terminal. */
export function recomputedTable(recomputed: Recomputed, options: RenderOptions): string {
  const { language } = options
  const { tool, source, cells } = recomputed
  const nothing = cells.length === 0 ? [{ text: words.noCells[language] }] : []
  const heading: Section = {
    title: words.title(tool)[language],
    level: 1,
    parts: [linesPart([{ text: words.intro(tool, source)[language] }, ...nothing])],
  }
  const view: View = [
    heading,
    ...cells.map((cell) => cellSection(cell, recomputed, language)),
    ...remarkSection(recomputed.why, words.whyTitle, language),
    ...remarkSection(recomputed.limits, words.limitsTitle, language),
  ]
  return terminal(view, options)
}

/** The same as JSON. */
export const recomputedJson = (recomputed: Recomputed): string => inertJson(recomputed)

const cellLabel = (cell: RecomputedCell): string => `${relayLabel(cell)} · ${cell.model} · ${cell.protocol}`

function cellSection(cell: RecomputedCell, recomputed: Recomputed, language: Language): Section {
  if (cell.metrics === null)
    return { level: 2, parts: [linesPart([{ text: words.whole(cellLabel(cell))[language] }])] }
  const quantiles = Object.keys(cell.metrics[0]?.quantiles ?? {})
  const column = (id: string, head: string, align: 'left' | 'right') => ({ id, head, align })
  return {
    title: cellLabel(cell),
    level: 2,
    parts: [
      {
        type: 'table',
        columns: [
          { ...column('figure', words.figure[language], 'left'), wrapsFrom: 16 },
          column('by', words.by[language], 'left'),
          column('n', 'n', 'right'),
          column('mean', words.mean[language], 'right'),
          ...quantiles.map((name) => column(name, name, 'right')),
        ],
        rows: cell.metrics.flatMap((metric) => metricRows(metric, recomputed.as, quantiles, language)),
        dropOrder: [],
        whenDropped: {},
      },
      linesPart([
        ...throughputLine(cell, recomputed, language),
        ...cell.notes.map(({ [language]: text }) => ({ text })),
      ]),
    ],
  }
}

/** The tool's row, and ours below it. We report no means. */
function metricRows(
  { name, unit, n, mean, quantiles, ours }: RecomputedMetric,
  tool: string,
  columns: readonly string[],
  language: Language,
): readonly (readonly TableCell[])[] {
  const figure = (value: number | null | undefined): string =>
    unit === 'ms' ? milliseconds(value ?? null) : rate(value ?? null)
  const theirs = [name, tool, count(n), figure(mean), ...columns.map((column) => figure(quantiles[column]))]
  const rows = [theirs.map((text) => ({ text }))]
  if (!ours) return rows
  const own = [words.ours[ours.id][language], 'relaybench', count(ours.n), missing]
  const texts = [...own, ...columns.map((column) => figure(ours.quantiles[column]))]
  return [...rows, texts.map((text) => ({ text, tone: 'faint' as const }))]
}

const rate = (value: number | null): string => (value === null ? missing : `${perSecond(value)} tok/s`)

function throughputLine(
  { throughput }: RecomputedCell,
  { throughputName }: Recomputed,
  language: Language,
): readonly Line[] {
  if (!throughput) return []
  const { tokens, elapsedMs, tokensPerSecond } = throughput
  const text = words.throughput(
    throughputName,
    perSecond(tokensPerSecond),
    count(tokens),
    milliseconds(elapsedMs),
  )[language]
  return [{ text }]
}

function remarkSection(remarks: readonly Remark[], title: Text, language: Language): View {
  const lines = remarks.map(({ metrics, text }) => {
    const about = metrics.length === 0 ? words.allFigures[language] : metrics.join(joints.list[language])
    return { text: words.sentence(about, text[language])[language] }
  })
  return linesSection(lines, title[language])
}
