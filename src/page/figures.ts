import { milliseconds } from '../report/figures.ts'
import type {
  PlotBin,
  PlotCell,
  PlotData,
  PlotGroup,
  PlotSession,
  PlotSpread,
  PlotWords,
} from '../schema/plots.ts'
import { type Chart, drawChart } from './chart.ts'
import { drawStrips } from './strips.ts'
import { drawTimeline } from './timeline.ts'

/** What the reader has chosen to see. */
export interface Choice {
  readonly group: PlotGroup | undefined
  readonly metric: 'ttft' | 'e2e'
}

/** One figure: what it is called, and how it is drawn. Undefined where there is nothing to draw. */
export interface Figure {
  readonly title: (words: PlotWords) => string
  readonly about: (words: PlotWords) => string
  readonly draw: (
    data: PlotData,
    choice: Choice,
    words: PlotWords,
  ) => ((into: HTMLElement) => void) | undefined
}

/** The metric that was chosen, or the only one there is. */
const spreadOf = (cell: PlotCell, { metric, group }: Choice): PlotSpread =>
  group?.mode === 'whole' || metric === 'e2e' ? cell.e2e : cell.ttft

/** The nines of a level: 0.9 → 1, 0.99 → 2. Equal steps are ten times fewer answers. */
const nines = (level: number): number => -Math.log10(1 - level)
const levelOf = (x: number): number => 1 - 10 ** -x

const percentile = (level: number): string => `p${Number((level * 100).toFixed(4))}`

const curves: Figure = {
  title: ({ curves }) => curves,
  about: ({ curvesAbout }) => curvesAbout,
  draw({ levels }, choice, words) {
    const cells = (choice.group?.cells ?? []).filter((cell) => spreadOf(cell, choice).at.length > 0)
    if (cells.length === 0) return undefined
    const most = Math.max(...cells.map((cell) => spreadOf(cell, choice).at.length))
    const marks = [0, 0.5, 0.9, 0.99, 0.999, 0.9999].filter(
      (level, i, all) => i === 0 || (all[i - 1] ?? 1) < (levels[most - 1] ?? 1) || level === 0.5,
    )
    return (into) =>
      drawChart(into, {
        x: levels.slice(0, most).map(nines),
        series: cells.map((cell) => {
          const { at, n } = spreadOf(cell, choice)
          return { name: `${cell.name} (n=${n})`, y: levels.slice(0, most).map((_, i) => at[i] ?? null) }
        }),
        xAxis: {
          label: words.percentile,
          write: (x) => percentile(levelOf(x)),
          marks: marks.map(nines),
        },
        yAxis: { label: metricName(choice, words), write: milliseconds },
      })
  },
}

const metricName = ({ metric, group }: Choice, words: PlotWords): string =>
  group?.mode === 'whole' || metric === 'e2e' ? words.e2e : words.ttft

const strips: Figure = {
  title: ({ strips }) => strips,
  about: ({ stripsAbout }) => stripsAbout,
  draw({ levels }, choice, words) {
    const rows = (choice.group?.cells ?? []).map(({ name, ...cell }) => ({
      name,
      spread: spreadOf({ name, ...cell }, choice),
    }))
    if (rows.every(({ spread }) => spread.at.length === 0)) return undefined
    return (into) => drawStrips(into, levels, rows, metricName(choice, words))
  },
}

const timeline: Figure = {
  title: ({ timeline }) => timeline,
  about: ({ timelineAbout }) => timelineAbout,
  draw: ({ sessions }, _, words) =>
    sessions.length === 0
      ? undefined
      : (into) => {
          for (const session of sessions) drawTimeline(into, session, words)
        },
}

const medians: Figure = {
  title: ({ medians }) => medians,
  about: ({ mediansAbout }) => mediansAbout,
  draw({ sessions }, choice, words) {
    const longest = sessions.toSorted((a, b) => binsIn(b) - binsIn(a))[0]
    if (!longest) return undefined
    const medianOf = (bin: PlotBin) => {
      const [, , , ttft, e2e] = bin
      return choice.metric === 'ttft' ? (ttft ?? e2e) : e2e
    }
    if (!longest.relays.some(({ bins }) => bins.filter((bin) => medianOf(bin) !== null).length > 1))
      return undefined
    return (into) => drawChart(into, overTime(longest, medianOf, metricName(choice, words), words))
  },
}

const binsIn = ({ relays }: PlotSession): number => relays.reduce((sum, { bins }) => sum + bins.length, 0)

function overTime(
  { relays, binMs }: PlotSession,
  medianOf: (bin: PlotBin) => number | null,
  label: string,
  words: PlotWords,
): Chart {
  const last = Math.max(...relays.flatMap(({ bins }) => bins.map(([at]) => at)))
  const x = Array.from({ length: last + 1 }, (_, i) => i)
  return {
    x: x.map((i) => (i * binMs) / 1000),
    series: relays.map(({ name, bins }) => {
      const byPlace = new Map(bins.map((bin) => [bin[0], medianOf(bin)]))
      return { name, y: x.map((i) => byPlace.get(i) ?? null) }
    }),
    xAxis: { label: words.sinceStart, write: (seconds) => `${Number(seconds.toFixed(1))} s` },
    yAxis: { label, write: milliseconds },
  }
}

const pareto: Figure = {
  title: ({ pareto }) => pareto,
  about: ({ paretoAbout }) => paretoAbout,
  draw({ levels }, choice, words) {
    const middle = levels.indexOf(0.5)
    const points = (choice.group?.cells ?? []).flatMap((cell) => {
      const speed = spreadOf(cell, choice).at[middle]
      return cell.price && speed !== undefined ? [{ ...cell.price, name: cell.name, speed }] : []
    })
    if (points.length < 2) return undefined
    const byPrice = points.toSorted((a, b) => a.usdPer1000 - b.usdPer1000)
    return (into) =>
      drawChart(into, {
        scattered: true,
        x: byPrice.map(({ usdPer1000 }) => usdPer1000),
        series: byPrice.map(({ name, speed, unbeaten }, i) => ({
          name: unbeaten ? `★ ${name}` : name,
          emphasised: unbeaten,
          y: byPrice.map((_, j) => (i === j ? speed : null)),
        })),
        xAxis: { label: words.usdPer1000, write: (usd) => `$${Number(usd.toPrecision(3))}` },
        yAxis: { label: metricName(choice, words), write: milliseconds },
      })
  },
}

const ladder: Figure = {
  title: ({ ladder }) => ladder,
  about: ({ ladderAbout }) => ladderAbout,
  draw({ ladders }, _, words) {
    const x = [...new Set(ladders.flatMap(({ steps }) => steps.map(({ concurrency }) => concurrency)))].sort(
      (a, b) => a - b,
    )
    if (x.length < 2) return undefined
    return (into) =>
      drawChart(into, {
        x,
        series: ladders.map(({ name, steps }) => {
          const rates = new Map(steps.map((step) => [step.concurrency, step.requestsPerSecond]))
          return { name, y: x.map((concurrency) => rates.get(concurrency) ?? null) }
        }),
        xAxis: { label: words.concurrency, write: String, marks: x },
        yAxis: { label: words.requestsPerSecond, write: (rate) => String(Number(rate.toPrecision(3))) },
      })
  },
}

/** Every figure, in the order of the page. */
export const figures: readonly Figure[] = [curves, strips, timeline, medians, pareto, ladder]
