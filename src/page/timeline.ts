import type { PlotBin, PlotSession, PlotWords } from '../schema/plots.ts'
import { svg } from './svg.ts'

const width = 900
const labelWidth = 240
const rowHeight = 20
const axisHeight = 30
const marks = 6

/** A row for each relay, a square for each stretch of time: empty, all answered, some failed, all failed. */
export function drawTimeline(into: HTMLElement, session: PlotSession, words: PlotWords): void {
  const { relays, binMs, startedAt } = session
  const last = Math.max(...relays.flatMap(({ bins }) => bins.map(([at]) => at)))
  const step = (width - labelWidth - 10) / (last + 1)
  const height = relays.length * rowHeight + axisHeight
  const mark = Math.max(1, Math.ceil((last + 1) / marks))
  const caption = document.createElement('p')
  caption.textContent = startedAt
  into.append(
    caption,
    svg(
      'svg',
      {
        viewBox: `0 0 ${width} ${height}`,
        role: 'img',
        'aria-label': `${words.timeline}: ${startedAt}`,
        class: 'timeline',
      },
      ...relays.flatMap(({ name, bins }, row) => [
        svg(
          'text',
          { x: labelWidth - 10, y: (row + 0.5) * rowHeight + 4, 'text-anchor': 'end' },
          name.length > 34 ? `${name.slice(0, 33)}…` : name,
        ),
        ...bins.map((bin) => square(name, bin, row, step, words)),
      ]),
      ...Array.from({ length: Math.ceil((last + 1) / mark) }, (_, i) =>
        svg(
          'text',
          { x: labelWidth + i * mark * step, y: height - axisHeight / 3 },
          `${Number(((i * mark * binMs) / 1000).toFixed(2))} s`,
        ),
      ),
    ),
  )
}

function square(
  name: string,
  [at, n, failures]: PlotBin,
  row: number,
  step: number,
  words: PlotWords,
): SVGElement {
  const failed = Object.values(failures).reduce((sum, each) => sum + each, 0)
  const kind = failed === 0 ? 'ok' : failed === n ? 'failed' : 'some'
  const what = Object.entries(failures).map(
    ([outcome, each]) => `${words.outcomes[outcome] ?? outcome} ×${each}`,
  )
  return svg(
    'rect',
    {
      x: labelWidth + at * step,
      y: row * rowHeight + 2,
      width: Math.max(1, step - 1),
      height: rowHeight - 4,
      class: kind,
    },
    svg('title', {}, [`${name}: n=${n}`, ...what].join(', ')),
  )
}
