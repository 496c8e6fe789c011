import { inert } from '../../core/inert.ts'
import type { Language, Text } from '../../core/text.ts'
import type { PlotCell, PlotData, PlotGroup, PlotSpread, PlotWords } from '../../schema/plots.ts'
import type { Distribution, Report, ReportCell } from '../../schema/report.ts'
import { histogramQuantiles } from '../../statistics/hdr.ts'
import { plotWords } from '../../words/page.ts'
import { comparisonWords, outcomeWords } from '../../words/report.ts'
import { groupsOf } from '../groups.ts'
import { relayLabel } from '../labels.ts'

/** Levels of the curves: even in the middle, and on through the tail. */
const levels = [
  0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9998, 0.9999,
]

/** Figures that a plot can show; more would make a page large. */
const digits = 3

/** What the plots of a report are drawn from; undefined where there is nothing to draw. */
export function plotData(report: Report): PlotData | undefined {
  const groups = plotGroups(report)
  if (groups.length === 0) return undefined
  return {
    levels,
    groups,
    sessions: (report.timeline ?? []).flatMap(sessionOf),
    ladders: report.ladder.map((ladder) => ({
      name: nameOf(`${relayLabel(ladder)} ${ladder.model} ${comparisonWords.mode[ladder.mode].en}`),
      steps: ladder.steps.map(({ concurrency, requestsPerSecond }) => ({ concurrency, requestsPerSecond })),
    })),
    words: { en: wordsIn('en', report), zh: wordsIn('zh', report) },
  }
}

const longestName = 120
const nameOf = (text: string): string => inert(text, longestName)

function plotGroups(report: Report): readonly PlotGroup[] {
  const prices = new Map(
    (report.pareto ?? []).flatMap(({ cells }) => cells.map((each) => [each.cell, each] as const)),
  )
  return groupsOf(report, 'en')
    .map(({ cells, name }) => ({
      model: nameOf([...new Set(cells.map(({ model }) => model))].join(', ')),
      mode: cells[0]?.mode ?? 'stream',
      cells: cells.map((cell) => plotCell(cell, nameOf(name(cell)), prices.get(cell.id))),
    }))
    .filter(({ cells }) => cells.some(({ e2e, ttft }) => e2e.n + ttft.n > 0))
}

type Priced = NonNullable<Report['pareto']>[number]['cells'][number]

const plotCell = (cell: ReportCell, name: string, price: Priced | undefined): PlotCell => ({
  name,
  rank: cell.rank,
  ttft: spread(cell.ttftMs.n > 0 ? cell.ttftMs : cell.ttftColdMs),
  e2e: spread(cell.e2eMs),
  price:
    price && price.usdPer1000 !== null
      ? { usdPer1000: price.usdPer1000, unbeaten: price.state === 'unbeaten' }
      : null,
})

/** Quantiles as far as n answers support them: n ≥ 1/(1−p). */
function spread({ n, histogram }: Distribution): PlotSpread {
  if (histogram === null) return { n, at: [] }
  const supported = levels.filter((level) => n * (1 - level) >= 1 - 1e-9)
  const { quantilesMs } = histogramQuantiles(histogram, supported)
  return { n, at: quantilesMs.flatMap((ms) => (ms === null ? [] : [rounded(ms)])) }
}

const rounded = (ms: number): number => Number(ms.toPrecision(digits))

const roundedOrNull = (ms: number | null): number | null => (ms === null ? null : rounded(ms))

function sessionOf({
  startedAt,
  binMs,
  relays,
}: NonNullable<Report['timeline']>[number]): PlotData['sessions'] {
  if (relays.length === 0) return []
  return [
    {
      startedAt: startedAt ?? '',
      binMs,
      relays: relays.map((each) => ({
        name: nameOf(relayLabel(each)),
        bins: each.bins.map(
          ({ at, n, failures, ttftP50Ms, e2eP50Ms }) =>
            [at, n, failures, roundedOrNull(ttftP50Ms), roundedOrNull(e2eP50Ms)] as const,
        ),
      })),
    },
  ]
}

/** Words of the plots, and of those outcomes that occur. */
function wordsIn(language: Language, { cells }: Report): PlotWords {
  const entries = Object.entries(plotWords).map(([key, text]: [string, Text]) => [key, text[language]])
  const classes = new Set(cells.flatMap(({ outcomes }) => Object.keys(outcomes)))
  return {
    ...(Object.fromEntries(entries) as Record<keyof typeof plotWords, string>),
    outcomes: Object.fromEntries(
      [...classes].map((outcome) => [outcome, outcomeWords[outcome]?.[language] ?? nameOf(outcome)]),
    ),
  }
}
